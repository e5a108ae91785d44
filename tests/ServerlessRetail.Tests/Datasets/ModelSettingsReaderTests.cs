using System.Text;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class ModelSettingsReaderTests
{
    [Fact]
    public void Everything_has_a_default()
    {
        var settings = Read("{}");

        Assert.Null(settings.Label);
        Assert.Null(settings.Task);
        Assert.Null(settings.Positive);
        Assert.Null(settings.Id);
        Assert.Null(settings.Columns);
        Assert.Empty(settings.Exclude);
        Assert.Empty(settings.Types);
        Assert.Null(settings.Costs);
        Assert.Equal(1, settings.Seed);
        Assert.Empty(settings.Unused);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var settings = Read("""
            {
              "label": "left", "task": "binary", "positive": "Yes", "id": "customer",
              "columns": ["customer", "visits", "left"], "exclude": ["visits"],
              "types": { "zip": "categorical", "visits": "numeric", "card": "identifier", "shop": "constant" },
              "costs": { "falsePositive": 1, "falseNegative": 4.5 },
              "seed": -7
            }
            """);

        Assert.Equal("left", settings.Label);
        Assert.Equal(ModelTask.Binary, settings.Task);
        Assert.Equal("Yes", settings.Positive);
        Assert.Equal("customer", settings.Id);
        Assert.Equal(["customer", "visits", "left"], settings.Columns);
        Assert.Equal(["visits"], settings.Exclude);
        Assert.Equal(ColumnType.Categorical, settings.Types["zip"]);
        Assert.Equal(ColumnType.Numeric, settings.Types["visits"]);
        Assert.Equal(ColumnType.Identifier, settings.Types["card"]);
        Assert.Equal(ColumnType.Constant, settings.Types["shop"]);
        Assert.Equal(new DecisionCosts(1, 4.5), settings.Costs);
        Assert.Equal(-7, settings.Seed);
    }

    [Theory]
    [InlineData("\"Yes\"", "Yes")]
    [InlineData("1", "1")]
    [InlineData("true", "true")]
    public void The_positive_class_may_be_a_text_a_number_or_a_boolean(string json, string expected) =>
        Assert.Equal(expected, Read($$"""{ "positive": {{json}} }""").Positive);

    [Theory]
    [InlineData("\"binary\"", ModelTask.Binary)]
    [InlineData("\"multiclass\"", ModelTask.Multiclass)]
    [InlineData("\"regression\"", ModelTask.Regression)]
    public void The_task_is_read_by_its_name(string json, ModelTask expected) =>
        Assert.Equal(expected, Read($$"""{ "task": {{json}} }""").Task);

    [Theory]
    [InlineData("group", "\"household\"")]
    [InlineData("time", "\"day\"")]
    [InlineData("trainers", """["trees"]""")]
    [InlineData("budgetSeconds", "60")]
    public void A_key_without_effect_in_this_release_is_told(string key, string value) =>
        Assert.Equal([key], Read($$"""{ "{{key}}": {{value}}, "seed": 2 }""").Unused);

    [Theory]
    [InlineData("label")]
    [InlineData("costs")]
    [InlineData("exclude")]
    [InlineData("seed")]
    [InlineData("group")]
    public void Null_is_the_default(string key) =>
        Assert.Equivalent(new ModelSettings(), Read($$"""{ "{{key}}": null }"""));

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed()
    {
        var settings = Read("\uFEFF" + """
            // what we predict
            { "label": "left", /* the last quarter */ "exclude": ["a",], }
            """);

        Assert.Equal("left", settings.Label);
        Assert.Equal(["a"], settings.Exclude);
    }

    [Fact]
    public void Of_costs_follows_the_threshold_at_which_both_mistakes_cost_the_same() =>
        Assert.Equal(0.2, new DecisionCosts(FalsePositive: 1, FalseNegative: 4).Threshold, 12);

    private static ModelSettings Read(string json) => ModelSettingsReader.Read(Encoding.UTF8.GetBytes(json));
}
