using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>None of these stops the host or disturbs a champion: each leaves a record that says what to mend.</summary>
public sealed class BadUploadTests(AzuriteFixture azurite) : HostTests(azurite)
{
    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "nothing at all", "", RejectionReasons.EmptyFile },
        { "a header only", "id,tenure,churn\n", RejectionReasons.NoRows },
        { "no usable label", Header("note") + Rows(i => $"{i},free text number {i}"), RejectionReasons.TaskNotSupported },
        { "an empty label", Header("churn") + Rows(i => $"{i},"), RejectionReasons.NoLabel },
        { "one class only", Header("churn") + Rows(i => $"{i % 7},yes"), RejectionReasons.OneClass },
        { "too few rows", Header("churn") + string.Concat(Enumerable.Range(0, 49).Select(i => $"{i % 7},{(i % 2 == 0 ? "yes" : "no")}\n")), RejectionReasons.TooFewRows },
        { "too few of a class", Header("churn") + Rows(i => $"{i % 7},{(i < 5 ? "yes" : "no")}"), RejectionReasons.TooFewPerClass },
        { "mostly broken rows", Header("churn") + Rows(i => i % 2 == 0 ? "1,2,3,4" : "1,yes"), RejectionReasons.TooManyBadRows },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_cannot_be_used_is_rejected_with_its_reason(string what, string content, string reason)
    {
        var model = RunningHost.NewModel();

        var run = await Host.TrainAsync($"{model}/{what}.csv", content);

        Assert.Equal(("rejected", reason), (RunningHost.Text(run["state"]), RunningHost.Text(run["reason"])));
        Assert.True(RunningHost.Text(run["detail"]).Length > 20);
        var view = await Host.GetJsonAsync($"api/models/{model}");
        Assert.Null(view["champion"]);
        Assert.Equal(reason, RunningHost.Text(view["lastRun"]!["reason"]));
        await AssertStillScoresAsync();
    }

    [Fact]
    public async Task Binary_garbage_is_rejected_and_leaves_the_champion_alone()
    {
        var model = await Host.NewQuickModelAsync();
        await Host.TrainAsync($"{model}/good.csv", Samples.Churn());
        var garbage = new byte[100_000];
        new Random(3).NextBytes(garbage);

        var run = await Host.TrainAsync($"{model}/bad.csv", garbage);

        Assert.Equal(("rejected", RejectionReasons.BinaryContent), (RunningHost.Text(run["state"]), RunningHost.Text(run["reason"])));
        var (response, _) = await Host.ScoreAsync(model, """{"tenure":3}""");
        Assert.True(response.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("{ \"lable\": \"churn\" }", "lable")]
    [InlineData("{ \"label\": \"chrun\" }", "chrun")]
    [InlineData("{ \"label\": ", "line 1")]
    [InlineData("{ \"positive\": \"maybe\" }", "positive")]
    public async Task Settings_that_cannot_be_used_are_rejected_by_name(string settings, string named)
    {
        var model = RunningHost.NewModel();
        await Host.UploadAsync($"{model}/model.json", settings);

        var run = await Host.TrainAsync($"{model}/customers.csv", Samples.Churn());

        Assert.Equal(("rejected", RejectionReasons.InvalidSettings), (RunningHost.Text(run["state"]), RunningHost.Text(run["reason"])));
        Assert.Contains(named, RunningHost.Text(run["detail"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_settings_are_told_before_there_is_any_data()
    {
        var model = RunningHost.NewModel();

        await Host.UploadAsync($"{model}/model.json", "{ \"seed\": \"one\" }");

        var run = await Host.WaitForRunAsync(model, _ => true);
        Assert.Equal(RejectionReasons.InvalidSettings, RunningHost.Text(run["reason"]));
        Assert.Contains("seed", RunningHost.Text(run["detail"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_without_connection_to_the_columns_is_not_promoted()
    {
        var model = await Host.NewQuickModelAsync();
        var random = new Random(5);
        var noise = Header("churn") + Rows(_ => $"{random.Next(100)},{(random.Next(2) == 0 ? "yes" : "no")}");

        var run = await Host.TrainAsync($"{model}/noise.csv", noise);

        Assert.Equal(("kept", RunReasons.NotBetterThanBaseline), (RunningHost.Text(run["state"]), RunningHost.Text(run["reason"])));
        var (response, problem) = await Host.ScoreAsync(model, """{"x":3}""");
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains(RunReasons.NotBetterThanBaseline, RunningHost.Text(problem!["detail"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_outside_of_a_models_folder_is_recorded_as_unplaced()
    {
        var name = $"{AzuriteFixture.UniqueName("stray")}.csv";

        var etag = await Host.UploadAsync(name, Samples.Churn());

        RunRecord? found = null;
        var runs = new RunStore(Host.Storage);
        await RunningHost.WaitAsync(
            async () => (found = (await runs.ListAsync(RunStore.Unplaced, 1000, CancellationToken.None)).FirstOrDefault(run => run.Dataset.ETag == etag)) is not null,
            "the record of the stray file");
        Assert.Equal((RunState.Rejected, RunReasons.InvalidName), (found!.State, found.Reason));
    }

    private async Task AssertStillScoresAsync()
    {
        var (response, _) = await Host.ScoreAsync(TrainedModel, """{"tenure":3,"tier":"gold","visits":2}""");
        Assert.True(response.IsSuccessStatusCode);
    }

    private static string Header(string label) => $"x,{label}\n";

    private static string Rows(Func<int, string> row) =>
        Enumerable.Range(0, 200).Aggregate(new StringBuilder(), (csv, i) => csv.Append(row(i)).Append('\n')).ToString();
}
