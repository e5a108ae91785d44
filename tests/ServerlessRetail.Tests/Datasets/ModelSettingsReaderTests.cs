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
        Assert.Null(settings.Sheet);
        Assert.Empty(settings.Missing);
        Assert.Equal(0.2, settings.MaxBadRows);
        Assert.Null(settings.MemoryMegabytes);
    }

    [Fact]
    public void Keys_about_reading_are_read()
    {
        var settings = Read("""{ "sheet": "Customers", "missing": ["keine Angabe", -200, 1e3], "maxBadRows": 0.5, "memoryMegabytes": 300 }""");

        Assert.Equal("Customers", settings.Sheet);
        Assert.Equal(["keine Angabe", "-200", "1e3"], settings.Missing);
        Assert.Equal(0.5, settings.MaxBadRows);
        Assert.Equal(300, settings.MemoryMegabytes);
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

    [Fact]
    public void Keys_about_learning_are_read()
    {
        var settings = Read("""{ "group": "household", "time": "day", "budget": 0.1, "budgetSeconds": 60 }""");

        Assert.Equal(("household", "day"), (settings.Group, settings.Time));
        Assert.Equal((0.1, 60.0), (settings.Budget, settings.BudgetSeconds));
        Assert.Empty(settings.Trainers);
    }

    [Fact]
    public void Trainers_are_names_or_objects_with_values_to_try()
    {
        var trainers = Read("""{ "trainers": ["logisticRegression", { "name": "boostedTrees", "leaves": [8, 31], "learningRate": 0.1 }, { "name": "neuralNetwork", "preset": "article" }] }""").Trainers;

        Assert.Equal(["logisticRegression", "boostedTrees", "neuralNetwork"], trainers.Select(trainer => trainer.Name));
        Assert.Equal([null, null, "article"], trainers.Select(trainer => trainer.Preset));
        Assert.Empty(trainers[0].Values);
        Assert.Equal([8.0, 31], trainers[1].Values["leaves"]);
        Assert.Equal([0.1], trainers[1].Values["learningRate"]);
    }

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
