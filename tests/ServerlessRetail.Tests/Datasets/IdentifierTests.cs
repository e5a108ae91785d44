using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>Columns that name a row teach nothing, and columns that only look like it do.</summary>
public sealed class IdentifierTests
{
    private const int Rows = 60;

    [Theory]
    [InlineData("id")]
    [InlineData("ID")]
    [InlineData("customerId")]
    [InlineData("customerID")]
    [InlineData("customer_id")]
    [InlineData("Customer ID")]
    [InlineData("customerid")]
    [InlineData("UserId")]
    [InlineData("guid")]
    [InlineData("order-id")]
    public void A_distinct_number_under_the_name_of_an_id_is_one(string name)
    {
        var schema = Infer(name, row => 70_000 + (row * 13));

        Assert.Equal((ColumnType.Identifier, ColumnRole.Id), Described(schema));
        Assert.Equal(name, schema.Id);
    }

    [Theory]
    [InlineData("paid")]
    [InlineData("valid")]
    [InlineData("PAID")]
    [InlineData("bid")]
    [InlineData("madrid")]
    public void A_distinct_number_under_another_name_is_not(string name)
    {
        var schema = Infer(name, row => 70_000 + (row * 13));

        Assert.Equal((ColumnType.Numeric, ColumnRole.Feature), Described(schema));
        Assert.Null(schema.Id);
    }

    [Fact]
    public void Broken_numbers_are_no_id_whatever_their_name() =>
        Assert.Equal((ColumnType.Numeric, ColumnRole.Feature), Described(Infer("customer_id", row => row + 0.5f)));

    [Fact]
    public void Few_distinct_values_are_no_id_whatever_their_name() =>
        Assert.Equal((ColumnType.Categorical, ColumnRole.Feature), Described(Infer("region_id", row => row % 4)));

    [Theory]
    [InlineData(0, ColumnType.Identifier)]
    [InlineData(1, ColumnType.Identifier)]
    [InlineData(2, ColumnType.Numeric)]
    public void Row_names_count_from_0_or_1(int first, ColumnType expected) =>
        Assert.Equal(expected, Described(Infer("tenure", row => first + row)).Type);

    [Fact]
    public void A_count_with_a_gap_is_a_number() =>
        Assert.Equal(ColumnType.Numeric, Described(Infer("tenure", row => row < 30 ? row : row + 1)).Type);

    [Theory]
    [InlineData(0, ColumnType.Identifier)]
    [InlineData(3, ColumnType.Identifier)]
    [InlineData(4, ColumnType.Categorical)]
    public void Texts_of_which_nearly_all_differ_name_the_rows(int repeated, ColumnType expected)
    {
        var dataset = new DatasetBuilder(Rows).Texts("name", row => "n" + Math.Max(row, repeated).ToString(CultureInfo.InvariantCulture));

        Assert.Equal(expected, Described(Infer(dataset)).Type);
    }

    [Fact]
    public void In_a_handful_of_rows_nothing_is_taken_for_an_id()
    {
        var dataset = new DatasetBuilder(19).Numbers("customerId", row => 7 * row).Cycle("churn", "yes", "no").Build();

        Assert.Equal(ColumnType.Numeric, Described(SchemaInference.Infer(dataset, new ModelSettings())).Type);
    }

    [Fact]
    public void Of_several_ids_the_customers_is_echoed_and_the_others_are_left_out()
    {
        var schema = Infer(new DatasetBuilder(Rows).Texts("email", row => $"e{row}").Numbers("customerId", row => 500 + (3 * row)));

        Assert.Equal("customerId", schema.Id);
        Assert.Equal([ColumnRole.Excluded, ColumnRole.Id, ColumnRole.Feature, ColumnRole.Label], schema.Columns.Select(column => column.Role));
    }

    [Fact]
    public void The_id_of_the_settings_counts_and_a_found_one_is_left_out()
    {
        var table = new DatasetBuilder(Rows).Texts("email", row => $"e{row}").Cycle("card", "a", "b", "c");

        var schema = Infer(table, new ModelSettings { Id = "card" });

        Assert.Equal("card", schema.Id);
        Assert.Equal([ColumnRole.Excluded, ColumnRole.Id, ColumnRole.Feature, ColumnRole.Label], schema.Columns.Select(column => column.Role));
    }

    private static DatasetSchema Infer(string name, Func<int, float> cell) => Infer(new DatasetBuilder(Rows).Numbers(name, cell));

    private static DatasetSchema Infer(DatasetBuilder table, ModelSettings? settings = null) =>
        SchemaInference.Infer(table.Cycle("visits", "3", "1", "2").Cycle("churn", "yes", "no").Build(), settings ?? new ModelSettings());

    private static (ColumnType Type, ColumnRole Role) Described(DatasetSchema schema) => (schema.Columns[0].Type, schema.Columns[0].Role);
}
