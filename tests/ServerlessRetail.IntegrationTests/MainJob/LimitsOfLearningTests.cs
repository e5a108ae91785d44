using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>Labels that cannot be learned, time that runs out, trainers that fail.</summary>
public sealed class LimitsOfLearningTests(UnwatchedStorage unwatched) : IClassFixture<UnwatchedStorage>
{
    /// <summary>Weights that grow ninefold a step.</summary>
    private const string Diverging = """{ "name": "neuralNetwork", "preset": "article", "learningRate": 1, "weightDecay": 10 }""";

    private readonly string _model = RunningHost.NewModel();
    private readonly IsolatedStorage _storage = unwatched.Storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<int, string>, string> UnlearnableLabels => new()
    {
        { "51 classes", row => $"segment{row % 51}", RejectionReasons.TooManyClasses },
        { "a class of three rows", row => row < 3 ? "gone" : row % 2 == 0 ? "yes" : "no", RejectionReasons.TooFewPerClass },
        { "the same class in every row", _ => "yes", RejectionReasons.OneClass },
        { "the same number in every row", _ => "12.5", RejectionReasons.OneClass },
    };

    [Theory]
    [MemberData(nameof(UnlearnableLabels), DisableDiscoveryEnumeration = true)]
    public async Task A_label_that_cannot_be_learned_is_refused(string what, Func<int, string> label, string reason)
    {
        var run = await TrainAsync("{}", Samples.Labels(1_020, label));

        Assert.Equal((what, RunState.Rejected, reason), (what, run.State, run.Reason));
        Assert.Contains("churn", run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_constant_number_named_as_regression_is_refused()
    {
        var run = await TrainAsync("""{ "task": "regression" }""", Samples.Labels(200, _ => "12.5"));

        Assert.Equal((RunState.Rejected, RejectionReasons.OneClass), (run.State, run.Reason));
    }

    [Fact]
    public async Task When_the_time_is_used_up_the_best_finished_candidate_is_taken()
    {
        var run = await TrainAsync("""{ "budgetSeconds": 0.001 }""", Samples.Churn());

        Assert.Equal(RunState.Promoted, run.State);
        Assert.Contains(RunWarningCodes.BudgetUsedUp, run.Warnings.Select(warning => warning.Code));
        var selection = (await ReadReportAsync(run))["selection"]!;
        Assert.True((bool)selection["budgetUsedUp"]!);
        Assert.Equal("logisticRegression", (string)selection["chosen"]!);
        Assert.Equal("finished", (string)selection["candidates"]![0]!["state"]!);
        Assert.Contains(selection["candidates"]!.AsArray(), candidate => (string)candidate!["state"]! == "stopped" && (string)candidate["reason"]! == "The time was used up.");
    }

    [Fact]
    public async Task Where_no_candidate_gives_a_model_the_file_is_refused_and_there_is_no_champion()
    {
        var run = await TrainAsync($$"""{ "trainers": [{{Diverging}}] }""", Samples.Churn());

        Assert.Equal((RunState.Rejected, RejectionReasons.CannotFit), (run.State, run.Reason));
        Assert.Contains("learningRate", run.Detail, StringComparison.Ordinal);
        Assert.Null(await _storage.Registry.ReadChampionAsync(_model, Token));
    }

    [Fact]
    public async Task A_candidate_that_fails_is_told_and_the_others_are_compared()
    {
        var run = await TrainAsync($$"""{ "trainers": [{ "name": "logisticRegression", "l2": 1 }, {{Diverging}}] }""", Samples.Churn());

        Assert.Equal(RunState.Promoted, run.State);
        var warning = Assert.Single(run.Warnings, warning => warning.Code == RunWarningCodes.CandidateFailed);
        Assert.Contains("neuralNetwork", warning.Detail, StringComparison.Ordinal);
        var candidates = (await ReadReportAsync(run))["selection"]!["candidates"]!.AsArray();
        Assert.Equal(["finished", "failed"], candidates.Select(candidate => (string)candidate!["state"]!));
    }

    private async Task<RunRecord> TrainAsync(string settings, string content)
    {
        await _storage.Data.Datasets.GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(settings), Token);
        return await _storage.TrainAsync($"{_model}/a.csv", System.Text.Encoding.UTF8.GetBytes(content));
    }

    private async Task<JsonNode> ReadReportAsync(RunRecord run)
    {
        var blob = _storage.Data.Models.GetBlobClient($"{_model}/versions/{run.Version}/report.json");
        return JsonNode.Parse((await blob.DownloadContentAsync(Token)).Value.Content)!;
    }
}
