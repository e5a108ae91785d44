using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class SchemaInferenceTests
{
    private const int Rows = 40;

    [Fact]
    public void A_column_of_numbers_is_numeric_and_one_of_texts_categorical()
    {
        var schema = Infer(Table().Numbers("visits", row => row % 7).Floats("spend", row => row * 1.5f).Cycle("tier", "gold", "silver", "bronze"));

        AssertColumn(schema, "visits", ColumnType.Numeric, ColumnRole.Feature);
        AssertColumn(schema, "spend", ColumnType.Numeric, ColumnRole.Feature);
        AssertColumn(schema, "tier", ColumnType.Categorical, ColumnRole.Feature);
        AssertColumn(schema, "churn", ColumnType.Boolean, ColumnRole.Label);
        Assert.Equal(["visits", "spend", "tier"], schema.Features.Select(column => column.Name));
        Assert.Equal(3, schema.Columns.Single(column => column.Name == "tier").Distinct);
        Assert.Null(schema.Columns.Single(column => column.Name == "spend").Distinct);
    }

    [Theory]
    [InlineData(2, ColumnType.Numeric)]
    [InlineData(3, ColumnType.Categorical)]
    public void A_few_texts_among_numbers_are_dirt_and_many_make_categories(int texts, ColumnType expected)
    {
        var schema = Infer(Table().Texts("visits", row => row < texts ? "x" : (row % 5).ToString(CultureInfo.InvariantCulture)));

        AssertColumn(schema, "visits", expected, ColumnRole.Feature);
    }

    [Fact]
    public void The_share_of_missing_cells_is_told()
    {
        var schema = Infer(Table().Cycle("tier", "gold", "silver", null, "bronze"));

        Assert.Equal(0.25, schema.Columns[0].Missing);
    }

    [Theory]
    [InlineData("every cell is the same", "shop 1")]
    [InlineData("every cell is missing", null)]
    public void A_column_that_says_nothing_is_left_out(string evidence, string? cell)
    {
        var schema = Infer(Table().Cycle("shop", cell).Cycle("tier", "gold", "silver"));

        AssertColumn(schema, "shop", ColumnType.Constant, ColumnRole.Excluded);
        Assert.Equal(evidence, schema.Columns[0].Evidence);
    }

    [Fact]
    public void One_value_that_is_sometimes_missing_is_not_constant()
    {
        var schema = Infer(Table().Cycle("coupon", "yes", null));

        AssertColumn(schema, "coupon", ColumnType.Categorical, ColumnRole.Feature);
    }

    [Fact]
    public void What_is_named_in_the_settings_is_neither_guessed_nor_learned_from()
    {
        var settings = new ModelSettings
        {
            Exclude = ["tier"],
            Types = new Dictionary<string, ColumnType> { ["zip"] = ColumnType.Categorical },
        };

        var schema = Infer(Table().Numbers("zip", row => row % 9).Cycle("tier", "gold", "silver"), settings);

        AssertColumn(schema, "zip", ColumnType.Categorical, ColumnRole.Feature);
        AssertColumn(schema, "tier", ColumnType.Categorical, ColumnRole.Excluded);
    }

    [Fact]
    public void Columns_that_the_file_lacks_are_refused_with_the_key_and_the_columns_that_it_has()
    {
        ModelSettings[] wrong =
        [
            new() { Id = "nobody" },
            new() { Exclude = ["nobody"] },
            new() { Types = new Dictionary<string, ColumnType> { ["nobody"] = ColumnType.Numeric } },
            new() { Label = "nobody" },
            new() { Allow = ["personalData:nobody"] },
            new() { Allow = ["sentinelValue:nobody"] },
        ];
        string[] keys = ["id", "exclude", "types", "label", "allow", "allow"];

        var rejections = wrong.Select(settings => Assert.Throws<RejectedException>(() => Infer(Table().Cycle("tier", "gold", "silver"), settings))).ToArray();

        Assert.All(rejections, rejected => Assert.Equal(RejectionReasons.InvalidSettings, rejected.Reason));
        Assert.All(rejections.Zip(keys), pair => Assert.Contains($"\"nobody\" under \"{pair.Second}\"", pair.First.Message));
        Assert.All(rejections, rejected => Assert.Contains("tier, churn", rejected.Message));
    }

    [Fact]
    public void A_file_with_nothing_to_learn_from_is_refused()
    {
        var table = Table().Cycle("shop", "1").Numbers("row", row => row).Cycle("tier", "gold", "silver");

        var rejected = Assert.Throws<RejectedException>(() => Infer(table, new ModelSettings { Exclude = ["tier"] }));

        Assert.Equal(RejectionReasons.NoFeatures, rejected.Reason);
        Assert.Contains("churn", rejected.Message);
    }

    private static DatasetBuilder Table() => new(Rows);

    private static DatasetSchema Infer(DatasetBuilder table, ModelSettings? settings = null) =>
        SchemaInference.Infer(table.Cycle("churn", "yes", "no", "no").Build(), settings ?? new ModelSettings());

    private static void AssertColumn(DatasetSchema schema, string name, ColumnType type, ColumnRole role)
    {
        var column = schema.Columns.Single(column => column.Name == name);
        Assert.Equal((type, role), (column.Type, column.Role));
    }
}
