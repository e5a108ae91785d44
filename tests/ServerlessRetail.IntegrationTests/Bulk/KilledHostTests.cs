using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.LocalHost;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.Bulk;

/// <summary>The real process, killed while it scores a file and started again.</summary>
public sealed class KilledHostTests(ScoringStorage storage) : IClassFixture<ScoringStorage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_killed_twice_on_the_way_ends_with_the_bytes_of_an_undisturbed_run()
    {
        // Trees take their time for exact reasons: long enough to be killed.
        var model = RunningHost.NewModel();
        await storage.TrainAsync(model, """{ "trainers": [{ "name": "boostedTrees", "rounds": 300, "leaves": 15 }] }""");
        var customers = ScoringStorage.Customers(rows: 20_000);
        var undisturbed = await storage.ScoreAsync($"{model}/undisturbed.csv", customers, partBytes: customers.Length);

        var disturbed = await storage.UploadAsync($"{model}/disturbed.csv", customers);
        await KillAfterAsync(model, parts: 1);
        await KillAfterAsync(model, parts: 2);
        using var last = await StartAsync();
        await RunningHost.WaitAsync(async () => await FindAsync(model) is { State: RunState.Scored }, "the scores");

        var run = await FindAsync(model);
        Assert.Equal(undisturbed.Scores! with { Blob = disturbed.Name, Parts = run!.Scores!.Parts }, run.Scores);
        Assert.InRange(run.Scores.Parts, 4, 100);
        Assert.Equal(await storage.ReadScoresAsync(undisturbed.Scores.Blob), await storage.ReadScoresAsync(disturbed.Name));
    }

    /// <summary>Lets a host work until so many parts are done at least, and kills it.</summary>
    private async Task KillAfterAsync(string model, int parts)
    {
        using var host = await StartAsync();
        await RunningHost.WaitAsync(async () => await FindAsync(model) is { Progress: { Step: "score" } progress } && progress.Done >= parts, $"{parts} parts");
        await host.KillAsync();
        Assert.Equal(RunState.Running, (await FindAsync(model))!.State);
    }

    private Task<StartedHost> StartAsync() => StartedHost.StartAsync(storage.Storage.ConnectionString, $"--{SettingNames.PartMegabytes}", "0.1");

    private async Task<RunRecord?> FindAsync(string model) =>
        (await storage.Storage.Runs.ListAsync(model, 10, Token)).FirstOrDefault(run => run.Dataset.Blob == $"{model}/disturbed.csv");
}
