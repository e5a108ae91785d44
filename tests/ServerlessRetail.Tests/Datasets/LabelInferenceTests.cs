using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class LabelInferenceTests
{
    private const int Rows = 60;

    [Fact]
    public void The_label_of_the_settings_comes_first()
    {
        var label = Infer(Table().Cycle("churn", "yes", "no").Cycle("tier", "a", "b"), new ModelSettings { Label = "tier" });

        Assert.Equal("tier", label.Name);
        Assert.Contains("named in model.json", label.Evidence);
    }

    [Theory]
    [InlineData("churn")]
    [InlineData("Churn")]
    [InlineData("IS_CHURN")]
    [InlineData("target")]
    [InlineData("Converted")]
    public void A_well_known_name_is_the_label_wherever_it_stands(string name)
    {
        var label = Infer(Table().Cycle(name, "yes", "no").Cycle("tier", "a", "b"));

        Assert.Equal(name, label.Name);
        Assert.Contains("well-known name", label.Evidence);
    }

    [Fact]
    public void Of_two_well_known_names_the_surer_one_is_the_label() =>
        Assert.Equal("churn", Infer(Table().Cycle("response", "yes", "no").Cycle("churn", "yes", "no")).Name);

    [Fact]
    public void Else_the_last_column_is_the_label()
    {
        var label = Infer(Table().Cycle("tier", "a", "b").Cycle("bought", "yes", "no"));

        Assert.Equal("bought", label.Name);
        Assert.Contains("last column", label.Evidence);
    }

    [Fact]
    public void An_excluded_column_and_the_id_are_no_label()
    {
        var settings = new ModelSettings { Exclude = ["churn"], Id = "card" };

        Assert.Equal("tier", Infer(Table().Cycle("churn", "yes", "no").Cycle("tier", "a", "b").Cycle("card", "x", "y"), settings).Name);
    }

    [Fact]
    public void A_file_without_a_column_for_it_has_no_label() =>
        Assert.Equal(RejectionReasons.NoLabel, Refuse(Table().Cycle("card", "x", "y"), new ModelSettings { Id = "card" }).Reason);

    [Fact]
    public void An_empty_label_is_refused_by_name()
    {
        var rejected = Refuse(Table().Cycle("tier", "a", "b").Cycle("churn", null, ""));

        Assert.Equal(RejectionReasons.NoLabel, rejected.Reason);
        Assert.Contains("churn", rejected.Message);
    }

    [Theory]
    [InlineData("Yes", "No", "Yes")]
    [InlineData("No", "Yes", "Yes")]
    [InlineData("0", "1", "1")]
    [InlineData("TRUE", "FALSE", "TRUE")]
    [InlineData("good", "bad", "bad")]
    [InlineData("Nein", "Ja", "Ja")]
    public void A_well_known_class_is_the_positive_one(string first, string second, string expected)
    {
        var label = Infer(Table().Cycle("churn", first, second, second));

        Assert.Equal(ModelTask.Binary, label.Task);
        Assert.Equal(expected, label.Positive);
        Assert.Equal(expected == first ? second : first, label.Negative);
    }

    [Fact]
    public void Else_the_rarer_class_is_the_positive_one()
    {
        var label = Infer(Table().Cycle("channel", "shop", "web", "shop"));

        Assert.Equal(("web", "shop"), (label.Positive, label.Negative));
        Assert.Contains("rarer", label.Evidence);
    }

    [Theory]
    [InlineData("No", "No")]
    [InlineData("NO", "No")]
    public void The_positive_class_of_the_settings_counts_in_any_case(string given, string expected) =>
        Assert.Equal(expected, Infer(Table().Cycle("churn", "Yes", "No"), new ModelSettings { Positive = given }).Positive);

    [Fact]
    public void A_positive_class_that_the_label_never_has_is_refused_with_those_it_has()
    {
        var rejected = Refuse(Table().Cycle("churn", "Yes", "No"), new ModelSettings { Positive = "maybe" });

        Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason);
        Assert.Contains("No and Yes", rejected.Message);
    }

    [Fact]
    public void Many_distinct_numbers_are_a_number_to_predict()
    {
        var coded = Infer(Table().Numbers("spend", row => row % 9));
        var floats = Infer(Table().Floats("spend", row => row));

        Assert.Equal((ModelTask.Regression, null, null), (coded.Task, coded.Positive, coded.Negative));
        Assert.Equal(ModelTask.Regression, floats.Task);
    }

    [Fact]
    public void Two_numbers_are_two_classes_unless_the_settings_say_otherwise()
    {
        Assert.Equal(ModelTask.Binary, Infer(Table().Numbers("grade", row => 1 + (row % 2))).Task);
        Assert.Equal(ModelTask.Regression, Infer(Table().Numbers("grade", row => 1 + (row % 2)), new ModelSettings { Task = ModelTask.Regression }).Task);
    }

    [Fact]
    public void One_class_is_refused_by_name()
    {
        var rejected = Refuse(Table().Cycle("churn", "no", null));

        Assert.Equal(RejectionReasons.OneClass, rejected.Reason);
        Assert.Contains("churn", rejected.Message);
    }

    [Fact]
    public void One_number_is_refused_as_a_number_to_predict() =>
        Assert.Equal(RejectionReasons.OneClass, Refuse(Table().Cycle("spend", "5"), new ModelSettings { Task = ModelTask.Regression }).Reason);

    [Fact]
    public void Three_texts_are_classes_in_the_order_of_their_texts()
    {
        var label = Infer(Table().Cycle("plan", "gold", "Silver", "basic"));

        Assert.Equal((ModelTask.Multiclass, null, null), (label.Task, label.Positive, label.Negative));
        Assert.Equal(["Silver", "basic", "gold"], label.Classes);
        Assert.Contains("3 classes", label.Evidence);
    }

    [Fact]
    public void Spellings_of_several_classes_are_merged_and_told()
    {
        var dataset = Table().Cycle("plan", "gold", "Gold", "gold", "basic", "silver").Build();

        var label = LabelInference.Infer(dataset, new ModelSettings());

        Assert.Equal(["basic", "gold", "silver"], label.Classes);
        Assert.Equal((1, 1, -1), (label.ClassOf("gold"), label.ClassOf("GOLD"), label.ClassOf("iron")));
        var note = Assert.Single(LabelInference.Notes(dataset, label));
        Assert.Equal((DatasetNote.MergedSpellings, "plan"), (note.Code, note.Column));
        Assert.Contains("one class, gold", note.Detail);
    }

    [Theory]
    [InlineData("tier", 3, 1)]
    [InlineData("outcome", 4, 0)]
    [InlineData("opinion", 3, -1)]
    [InlineData("channel", 3, 7)]
    [InlineData("channel", 30, 1)]
    public void Whole_numbers_that_number_something_are_classes(string name, int distinct, int first)
    {
        var label = Infer(new DatasetBuilder(distinct * 20).Numbers(name, row => first + (row % distinct)));

        Assert.Equal((ModelTask.Multiclass, distinct), (label.Task, label.Classes.Count));
        Assert.Contains("distinct whole numbers", label.Evidence);
    }

    [Theory]
    [InlineData("visits", 3, 1)]
    [InlineData("rating", 5, 1)]
    [InlineData("num_regions", 3, 1)]
    [InlineData("tier", 3, 5)]
    [InlineData("tier", 11, 1)]
    public void Counts_ratings_and_numbers_that_do_not_begin_at_one_are_numbers(string name, int distinct, int first) =>
        Assert.Equal(ModelTask.Regression, Infer(new DatasetBuilder(distinct * 20).Numbers(name, row => first + (row % distinct))).Task);

    [Fact]
    public void Whole_numbers_with_a_thin_tail_or_a_gap_or_halves_are_numbers()
    {
        DatasetBuilder[] tables =
        [
            new DatasetBuilder(300).Numbers("pets", row => row < 5 ? 3 : row % 3),
            new DatasetBuilder(300).Numbers("pets", row => row % 3 == 2 ? 3 : row % 3),
            new DatasetBuilder(300).Numbers("pets", row => row % 3 / 2f),
            new DatasetBuilder(630).Numbers("pets", row => 5 - MathF.Floor(MathF.Log2(row % 63 + 1))),
        ];

        Assert.All(tables, table => Assert.Equal(ModelTask.Regression, Infer(table).Task));
    }

    [Fact]
    public void The_settings_decide_whether_whole_numbers_are_classes()
    {
        var (visits, tiers) = (Table().Numbers("visits", row => row % 4), Table().Numbers("tier", row => 1 + (row % 4)));

        Assert.Equal(ModelTask.Multiclass, Infer(visits, new ModelSettings { Task = ModelTask.Multiclass }).Task);
        Assert.Equal(ModelTask.Multiclass, Infer(visits, new ModelSettings { Types = Typed("visits", ColumnType.Categorical) }).Task);
        Assert.Equal(ModelTask.Regression, Infer(tiers, new ModelSettings { Task = ModelTask.Regression }).Task);
        Assert.Equal(ModelTask.Regression, Infer(tiers, new ModelSettings { Types = Typed("tier", ColumnType.Numeric) }).Task);
    }

    [Theory]
    [InlineData(50, null)]
    [InlineData(51, RejectionReasons.TooManyClasses)]
    public void Fifty_classes_are_the_most(int classes, string? reason)
    {
        var table = new DatasetBuilder(classes * 10).Texts("shop", row => string.Create(CultureInfo.InvariantCulture, $"s{row % classes}"));

        if (reason is null)
            Assert.Equal(classes, Infer(table).Classes.Count);
        else
            Assert.Equal(reason, Refuse(table).Reason);
    }

    [Fact]
    public void Several_classes_have_no_positive_one()
    {
        var rejected = Refuse(Table().Cycle("plan", "gold", "silver", "basic"), new ModelSettings { Positive = "gold" });

        Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason);
        Assert.Contains("\"positive\"", rejected.Message);
    }

    [Fact]
    public void A_single_class_is_refused_whatever_the_task() => Assert.All(
        Enum.GetValues<ModelTask>(),
        task => Assert.Equal(RejectionReasons.OneClass, Refuse(Table().Cycle("tier", "1"), new ModelSettings { Task = task }).Reason));

    [Theory]
    [InlineData(ModelTask.Binary, "1,2,3", "\"multiclass\" or \"regression\"")]
    [InlineData(ModelTask.Binary, "a,b,c", "\"multiclass\"")]
    [InlineData(ModelTask.Multiclass, "a,b", "\"binary\"")]
    [InlineData(ModelTask.Multiclass, "1,2", "\"binary\" or \"regression\"")]
    [InlineData(ModelTask.Regression, "a,b", "\"binary\"")]
    [InlineData(ModelTask.Regression, "a,b,c", "\"multiclass\"")]
    public void A_task_against_the_label_is_refused_with_those_that_fit(ModelTask task, string values, string allowed)
    {
        var rejected = Refuse(Table().Cycle("tier", values.Split(',')), new ModelSettings { Task = task });

        Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason);
        Assert.EndsWith($"\"task\" may be {allowed}.", rejected.Message);
    }

    [Fact]
    public void Free_text_is_refused()
    {
        var rejected = Refuse(Table().Texts("comment", row => "said " + row.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(RejectionReasons.TaskNotSupported, rejected.Reason);
        Assert.Contains("free text", rejected.Message);
    }

    [Fact]
    public void A_task_that_does_not_fit_the_label_is_refused()
    {
        RejectedException[] rejections =
        [
            Refuse(Table().Numbers("spend", row => row % 9), new ModelSettings { Task = ModelTask.Binary }),
            Refuse(Table().Floats("spend", row => row), new ModelSettings { Task = ModelTask.Binary }),
            Refuse(Table().Cycle("churn", "yes", "no"), new ModelSettings { Task = ModelTask.Regression }),
            Refuse(Table().Floats("spend", row => row), new ModelSettings { Positive = "1" }),
            Refuse(Table().Floats("spend", row => row), new ModelSettings { Task = ModelTask.Multiclass }),
        ];

        Assert.All(rejections, rejected => Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason));
    }

    private static DatasetBuilder Table() => new(Rows);

    private static Dictionary<string, ColumnType> Typed(string column, ColumnType type) => new() { [column] = type };

    private static LabelSchema Infer(DatasetBuilder table, ModelSettings? settings = null) =>
        LabelInference.Infer(table.Build(), settings ?? new ModelSettings());

    private static RejectedException Refuse(DatasetBuilder table, ModelSettings? settings = null) =>
        Assert.Throws<RejectedException>(() => Infer(table, settings));
}
