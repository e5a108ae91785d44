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
        Assert.Contains("Yes and No", rejected.Message);
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
    public void More_than_two_classes_are_refused_with_their_count()
    {
        var rejected = Refuse(Table().Cycle("churn", "yes", "no", "maybe"));

        Assert.Equal(RejectionReasons.TaskNotSupported, rejected.Reason);
        Assert.Contains("3 classes", rejected.Message);
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
        ];

        Assert.All(rejections, rejected => Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason));
    }

    private static DatasetBuilder Table() => new(Rows);

    private static LabelSchema Infer(DatasetBuilder table, ModelSettings? settings = null) =>
        LabelInference.Infer(table.Build(), settings ?? new ModelSettings());

    private static RejectedException Refuse(DatasetBuilder table, ModelSettings? settings = null) =>
        Assert.Throws<RejectedException>(() => Infer(table, settings));
}
