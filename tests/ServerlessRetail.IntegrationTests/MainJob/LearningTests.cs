using System.Text.Json.Nodes;
using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>From a file to answers over HTTP, for each task.</summary>
public sealed class LearningTests(AzuriteFixture azurite) : HostTests(azurite)
{
    /// <summary>Of sums of contributions and changes: those of trees are single precision.</summary>
    private const double ReasonsTolerance = 2e-6;

    private const string Segment = """{ "trainers": [{ "name": "logisticRegression", "l2": [1, 10] }, { "name": "boostedTrees", "leaves": 4, "rounds": 60 }] }""";
    private const string Amount = """{ "trainers": [{ "name": "linearRegression", "l2": [1, 10] }, { "name": "boostedTrees", "leaves": 4, "rounds": 60 }] }""";

    [Fact]
    public async Task Two_classes_are_learned_by_all_trainers_that_fit_and_answered_with_a_probability()
    {
        var model = RunningHost.NewModel();

        var run = await Host.TrainAsync($"{model}/customers.csv", Samples.Customers);

        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        var report = await ReadReportAsync(model, run);
        AssertIsWhole(report);
        var candidates = report["selection"]!["candidates"]!.AsArray();
        Assert.Equal(
            ["boostedTrees", "logisticRegression", "neuralNetwork"],
            candidates.Select(candidate => RunningHost.Text(candidate!["trainer"])).Distinct().Order(StringComparer.Ordinal));
        Assert.False(report["selection"]!["budgetUsedUp"]!.GetValue<bool>());
        Assert.Contains(RunningHost.Text(report["selection"]!["why"]), Detail(run, "fit"), StringComparison.Ordinal);
        Assert.InRange(Metric(report, "auc"), 0.82, 0.92);
        var one = await ScoreAsync(model, SampleCustomers.ExampleJson);
        var other = await ScoreAsync(model, """{ "tenure_months": 40, "visits_last_90_days": 12, "loyalty_tier": "gold" }""");
        Assert.All(Reasons(one), AssertDirection);
        Assert.Equal(Probability(one) - Sum(one, "change"), Probability(other) - Sum(other, "change"), ReasonsTolerance);
        Assert.Equal(LogOdds(one, report) - Sum(one, "contribution"), LogOdds(other, report) - Sum(other, "contribution"), ReasonsTolerance);
        Assert.All(Reasons(one), reason => Assert.Equal(Share(one, reason, "contribution"), Share(one, reason, "change"), tolerance: 1e-6));
    }

    [Fact]
    public async Task Several_classes_are_answered_with_the_probability_of_each()
    {
        var model = RunningHost.NewModel();
        await Host.UploadAsync($"{model}/model.json", Segment);

        var run = await Host.TrainAsync($"{model}/segments.csv", Samples.Segments());

        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        var view = await Host.GetJsonAsync($"api/models/{model}");
        Assert.Equal("multiclass", RunningHost.Text(view["task"]));
        var report = await ReadReportAsync(model, run);
        AssertIsWhole(report);
        Assert.Equal(3, report["evaluation"]!["perClass"]!.AsArray().Count);
        Assert.InRange(Metric(report, "macroAuc"), 0.7, 1);
        var score = await ScoreAsync(model, """{ "visits": 28, "basket": 30, "tier": "gold" }""");
        var probabilities = score["probabilities"]!.AsObject();
        Assert.Equal(["browser", "regular", "spender"], probabilities.Select(item => item.Key).Order(StringComparer.Ordinal));
        Assert.Equal(1, probabilities.Sum(item => item.Value!.GetValue<double>()), tolerance: 1e-9);
        Assert.Equal("regular", RunningHost.Text(score["decision"]));
        Assert.Equal(probabilities.MaxBy(item => item.Value!.GetValue<double>()).Key, probabilities.First().Key);
        Assert.Null(score["probability"]);
        Assert.All(Reasons(score), AssertDirection);
        Assert.Equal("visits", RunningHost.Text(Reasons(score)[0]["column"]));
        var alike = await ScoreAsync(model, """{ "visits": 29, "basket": 30, "tier": "gold" }""");
        Assert.Equal("regular", RunningHost.Text(alike["decision"]));
        Assert.Equal(OfDecision(score) - Sum(score, "change"), OfDecision(alike) - Sum(alike, "change"), ReasonsTolerance);
    }

    [Fact]
    public async Task A_number_is_answered_with_a_prediction_in_its_unit()
    {
        var model = RunningHost.NewModel();
        await Host.UploadAsync($"{model}/model.json", Amount);

        var run = await Host.TrainAsync($"{model}/spend.csv", Samples.Spend());

        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        var report = await ReadReportAsync(model, run);
        AssertIsWhole(report);
        Assert.InRange(Metric(report, "r2"), 0.9, 1);
        var few = await ScoreAsync(model, """{ "visits": 2, "basket": 30, "tier": "gold" }""");
        var many = await ScoreAsync(model, """{ "visits": 28, "basket": 30, "tier": "gold" }""");
        Assert.InRange(Prediction(many) - Prediction(few), 250, 380);
        Assert.Null(few["decision"]);
        Assert.All(Reasons(few), AssertDirection);
        Assert.Equal("lowers", RunningHost.Text(Reasons(few).Single(reason => RunningHost.Text(reason["column"]) == "visits")["direction"]));
        Assert.Equal(Prediction(few) - Sum(few, "change"), Prediction(many) - Sum(many, "change"), tolerance: 1e-4);
    }

    private static void AssertIsWhole(JsonNode report)
    {
        Assert.All(["evaluation", "selection", "calibration", "lineage"], part => Assert.NotNull(report[part]));
        Assert.NotEmpty(report["evaluation"]!["metrics"]!.AsObject());
        Assert.Equal(1, report["selection"]!["blend"]!.AsArray().Sum(part => part!["weight"]!.GetValue<double>()), tolerance: 1e-9);
        Assert.NotEmpty(RunningHost.Text(report["lineage"]!["datasetSha256"]));
    }

    private static void AssertDirection(JsonNode reason) =>
        Assert.Equal(reason["change"]!.GetValue<double>() >= 0 ? "raises" : "lowers", RunningHost.Text(reason["direction"]));

    private async Task<JsonNode> ReadReportAsync(string model, JsonNode run)
    {
        var blob = Host.Storage.Models.GetBlobClient($"{model}/versions/{RunningHost.Text(run["version"])}/report.json");
        return JsonNode.Parse((await blob.DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content)!;
    }

    private async Task<JsonNode> ScoreAsync(string model, string customer)
    {
        var (response, json) = await Host.ScoreAsync(model, customer, "?reasons=100");
        Assert.True(response.IsSuccessStatusCode);
        return json!;
    }

    private static string Detail(JsonNode run, string step) =>
        RunningHost.Text(run["steps"]!.AsArray().Single(item => RunningHost.Text(item!["name"]) == step)!["detail"]);

    private static double Metric(JsonNode report, string name) => report["metrics"]![name]!.GetValue<double>();

    private static double Probability(JsonNode score) => score["probability"]!.GetValue<double>();

    /// <summary>The raw score: the probability before it was drawn in by the rule of succession.</summary>
    private static double LogOdds(JsonNode score, JsonNode report)
    {
        var smoothing = 2.0 / (report["rows"]!["train"]!.GetValue<int>() + 2);
        var probability = (Probability(score) - (smoothing / 2)) / (1 - smoothing);
        return Math.Log(probability / (1 - probability));
    }

    private static double OfDecision(JsonNode score) => score["probabilities"]![RunningHost.Text(score["decision"])]!.GetValue<double>();

    private static double Prediction(JsonNode score) => score["prediction"]!.GetValue<double>();

    private static double Sum(JsonNode score, string field) => Reasons(score).Sum(reason => reason[field]!.GetValue<double>());

    private static double Share(JsonNode score, JsonNode reason, string field) => reason[field]!.GetValue<double>() / Sum(score, field);

    private static IReadOnlyList<JsonNode> Reasons(JsonNode score) => [.. score["reasons"]!.AsArray().Select(reason => reason!)];
}
