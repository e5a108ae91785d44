using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets.Types;

public sealed class TypeInferenceTests
{
    private const int Rows = 60;

    [Theory]
    [InlineData("Yes", "No")]
    [InlineData("y", "N")]
    [InlineData("J", "N")]
    [InlineData("ja", "nein")]
    [InlineData("oui", "NON")]
    [InlineData("si", "no")]
    [InlineData("TRUE", "FALSE")]
    [InlineData("1", "0")]
    [InlineData("on", "off")]
    [InlineData("t", "F")]
    public void Two_words_of_one_pair_are_a_boolean(string yes, string no)
    {
        Assert.Equal(ColumnType.Boolean, Infer("flag", yes, no, no).Type);
        Assert.Equal(ColumnType.Boolean, Infer("flag", no, null, yes).Type);
    }

    [Theory]
    [InlineData("yes", "nein")]
    [InlineData("m", "f")]
    [InlineData("yes", "off")]
    [InlineData("yes", "maybe")]
    public void Other_pairs_are_categories(string first, string second) => Assert.Equal(ColumnType.Categorical, Infer("flag", first, second).Type);

    [Fact]
    public void A_third_value_makes_categories() => Assert.Equal(ColumnType.Categorical, Infer("flag", "yes", "no", "n").Type);

    [Theory]
    [InlineData("yyyy-MM-dd", "2026-01-05", "2026-02-17")]
    [InlineData("yyyy-MM-dd", "2026-01-05 10:00:00", "2026-02-17T11:00:00Z")]
    [InlineData("yyyy/MM/dd", "2026/01/05", "2026/02/17")]
    [InlineData("yyyyMMdd", "19970101", "19970212")]
    [InlineData("dd.MM.yyyy", "05.01.2026", "06.02.2026")]
    [InlineData("dd-MM-yyyy", "05-01-2026", "17-02-2026")]
    [InlineData("dd/MM/yyyy", "05/01/2026", "17/02/2026")]
    [InlineData("MM/dd/yyyy", "05/01/2026", "02/17/2026")]
    [InlineData("MM/dd/yy", "5/1/26", "2/17/26")]
    [InlineData("dd-MMM-yy", "05-Jan-26", "17-Feb-26")]
    [InlineData("MMM dd, yyyy", "January 5, 2026", "Feb 17, 2026")]
    [InlineData("HH.mm.ss", "18.00.00", "19.00.00")]
    [InlineData("HH:mm:ss", "8:30", "12:30")]
    public void Dates_are_found_with_the_format_that_fits_the_whole_column(string format, params string[] cells)
    {
        var typing = Infer("when", cells);

        Assert.Equal((ColumnType.Date, format), (typing.Type, typing.Format));
        Assert.Contains(format, typing.Evidence);
        Assert.DoesNotContain("swapped", typing.Evidence);
    }

    [Theory]
    [InlineData(',', "MM/dd/yyyy", "month is first")]
    [InlineData(';', "dd/MM/yyyy", "day is first")]
    public void Slashes_that_could_be_either_follow_the_files_other_marks(char delimiter, string format, string evidence)
    {
        var typing = Infer(delimiter, "when", "05/01/2026", "06/02/2026");

        Assert.Equal(format, typing.Format);
        Assert.Contains(evidence, typing.Evidence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_unambiguous_cell_decides_for_its_column(bool isEuropean) =>
        Gen.Int[1, 12].Select(Gen.Int[1, 12]).Array[20, 60].Sample(pairs =>
        {
            var sure = isEuropean ? "17/02/2026" : "02/17/2026";
            var cells = pairs.Select(pair => $"{pair.Item1:00}/{pair.Item2:00}/2026").Append(sure).ToArray();
            return ",;".All(delimiter => Infer(delimiter, "when", cells).Format == (isEuropean ? "dd/MM/yyyy" : "MM/dd/yyyy"));
        });

    [Fact]
    public void Day_numbers_of_a_spreadsheet_need_a_name_that_says_date()
    {
        Assert.Equal("excel", Infer("order_date", "45000", "45017", "44870").Format);
        Assert.Equal(ColumnType.Numeric, Infer("income", "45000", "45017", "44870").Type);
        Assert.Equal(ColumnType.Numeric, Infer("order_date", "45000", "17").Type);
    }

    [Theory]
    [InlineData("Region", ColumnType.Categorical)]
    [InlineData("OperatingSystems", ColumnType.Categorical)]
    [InlineData("store_id", ColumnType.Categorical)]
    [InlineData("mnth", ColumnType.Categorical)]
    [InlineData("weekday", ColumnType.Categorical)]
    [InlineData("zip", ColumnType.Categorical)]
    [InlineData("visits", ColumnType.Numeric)]
    [InlineData("num_regions", ColumnType.Numeric)]
    [InlineData("store_visits", ColumnType.Numeric)]
    [InlineData("tenure_months", ColumnType.Numeric)]
    public void Whole_numbers_are_categories_where_the_name_says_a_code(string name, ColumnType expected) =>
        Assert.Equal(expected, Infer(name, "1", "2", "3", "4").Type);

    [Fact]
    public void Broken_and_negative_numbers_are_no_codes()
    {
        Assert.Equal(ColumnType.Numeric, Infer("region", "1", "2.5").Type);
        Assert.Equal(ColumnType.Numeric, Infer("region", "1", "-2").Type);
        Assert.Equal(ColumnType.Numeric, Infer("month", "1", "13").Type);
    }

    [Fact]
    public void Many_distinct_texts_of_several_words_are_free_text()
    {
        Assert.Equal(ColumnType.Text, Infer("comment", [.. Enumerable.Range(0, Rows).Select(row => $"came back for item {row}")]).Type);
        Assert.Equal(ColumnType.Categorical, Infer("comment", "came back for more", "never came back again").Type);
        Assert.Equal(ColumnType.Identifier, Infer("comment", [.. Enumerable.Range(0, Rows).Select(row => $"word{row}")]).Type);
    }

    [Theory]
    [InlineData("customer_id", ColumnType.Identifier)]
    [InlineData("InvoiceNo", ColumnType.Identifier)]
    [InlineData("product_id", ColumnType.Categorical)]
    [InlineData("amount", ColumnType.Numeric)]
    public void An_id_of_a_customer_or_an_order_is_one_though_it_comes_back(string name, ColumnType expected) =>
        Assert.Equal(expected, Type(new DatasetBuilder(600).Numbers(name, row => 17_850 + (row % 100 * 3))));

    [Theory]
    [InlineData(4, ColumnType.Constant)]
    [InlineData(5, ColumnType.Numeric)]
    public void A_handful_of_other_cells_among_very_many_teaches_nothing(int others, ColumnType expected) =>
        Assert.Equal(expected, Type(new DatasetBuilder(2_000).Numbers("fee", row => row < others ? 3 : 2)));

    [Fact]
    public void Row_names_count_in_any_order() => Assert.Equal(ColumnType.Identifier, Type(new DatasetBuilder(100).Floats("n", row => (row * 37) % 100)));

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Gen.Int.Sample(
        seed =>
        {
            var order = Enumerable.Range(0, Rows).ToArray();
            new Random(seed).Shuffle(order);
            return Infer(Table(row => row)).SequenceEqual(Infer(Table(row => order[row])));
        },
        iter: 20);

    [Fact]
    public void A_type_of_the_settings_has_to_fit()
    {
        Assert.Equal(RejectionReasons.InvalidSettings, Refuse(ColumnType.Boolean, "a", "b").Reason);
        Assert.Contains("date", Refuse(ColumnType.Date, "a", "b").Message);
        Assert.Equal("excel", Schema(new DatasetBuilder(Rows).Cycle("c", "45000", "45017"), ColumnType.Date).Columns[0].Format);
        Assert.Equal(ColumnType.Text, Schema(new DatasetBuilder(Rows).Cycle("c", "a", "b"), ColumnType.Text).Columns[0].Type);
    }

    [Fact]
    public void Spellings_of_a_class_are_merged_with_a_note()
    {
        var schema = SchemaInference.Infer(
            new DatasetBuilder(Rows).Numbers("visits", row => row % 7).Cycle("churn", "Yes", "no", " YES", "yes", "Yes", "No", "No").Build(), new ModelSettings());

        Assert.Equal((ModelTask.Binary, "Yes", "No"), (schema.Label.Task, schema.Label.Positive, schema.Label.Negative));
        Assert.Equal(["No, no were taken for one class, No.", "YES, Yes, yes were taken for one class, Yes."], schema.Notes.Select(note => note.Detail));
    }

    private static DatasetBuilder Table(Func<int, int> origin) => new DatasetBuilder(Rows)
        .Texts("flag", row => origin(row) % 3 == 0 ? "yes" : "no")
        .Texts("when", row => $"{1 + (origin(row) % 12):00}/0{1 + (origin(row) % 9)}/2026")
        .Numbers("region", row => origin(row) % 5)
        .Floats("row", row => origin(row))
        .Texts("comment", row => $"came back for item {origin(row)}");

    private static List<ColumnSchema> Infer(DatasetBuilder table) =>
        SchemaInference.Infer(table.Cycle("label", "0", "1").Build(), new ModelSettings()).Columns.SkipLast(1).ToList();

    private static ColumnType Type(DatasetBuilder table) => Infer(table.Cycle("tier", "a", "b"))[0].Type;

    private static ColumnTyping Infer(string name, params string?[] cells) => Infer(',', name, cells);

    private static ColumnTyping Infer(char delimiter, string name, params string?[] cells)
    {
        var dataset = new DatasetBuilder(Math.Max(Rows, cells.Length)).Cycle(name, cells).Build();
        return TypeInference.For(dataset with { Source = dataset.Source with { Delimiter = delimiter } }).Infer(dataset.Columns[0]);
    }

    private static DatasetSchema Schema(DatasetBuilder table, ColumnType type) => SchemaInference.Infer(
        table.Cycle("churn", "yes", "no", "no").Build(), new ModelSettings { Types = new Dictionary<string, ColumnType> { ["c"] = type } });

    private static RejectedException Refuse(ColumnType type, params string[] cells) =>
        Assert.Throws<RejectedException>(() => Schema(new DatasetBuilder(Rows).Cycle("c", cells), type));
}
