using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.MainJob;

public sealed class SwapTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private const string Customer = """{"tenure":3,"tier":"gold","visits":2}""";

    [Fact]
    public async Task Scoring_never_fails_while_a_second_file_takes_over_and_every_answer_fits_its_version()
    {
        var model = await Host.NewQuickModelAsync();
        var first = RunningHost.Text((await Host.TrainAsync($"{model}/first.csv", Samples.Churn(shift: 10)))["version"]);
        var answers = new ConcurrentBag<(int Status, string Version, double Probability)>();
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var (response, json) = await Host.ScoreAsync(model, Customer);
                answers.Add(((int)response.StatusCode, RunningHost.Text(json!["version"]), json["probability"]!.GetValue<double>()));
            }
        })).ToArray();

        var run = await Host.TrainAsync($"{model}/second.csv", Samples.Churn(rows: 600, shift: 11));
        var (_, after) = await Host.ScoreAsync(model, Customer);
        await stop.CancelAsync();
        await Task.WhenAll(callers);

        var second = RunningHost.Text(run["version"]);
        Assert.Equal("promoted", RunningHost.Text(run["state"]));
        Assert.Equal(second, RunningHost.Text(after!["version"]));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.All(answers, answer => Assert.Contains(answer.Version, (string[])[first, second]));
        Assert.Equal(
            answers.Select(answer => answer.Version).Distinct().Count(),
            answers.Select(answer => (answer.Version, answer.Probability)).Distinct().Count());
    }

    [Fact]
    public async Task A_corrupt_champion_leaves_the_last_good_one_serving_and_shows_in_health()
    {
        var model = await Host.NewQuickModelAsync();
        var run = await Host.TrainAsync($"{model}/first.csv", Samples.Churn(shift: 20));
        await Host.ScoreAsync(model, Customer);
        await Host.Storage.Models.GetBlobClient($"{model}/versions/bad000000000/model.srm")
            .UploadAsync(BinaryData.FromString("no model"), TestContext.Current.CancellationToken);
        var pointer = Host.Storage.Models.GetBlobClient($"{model}/champion.json");
        var champion = JsonNode.Parse((await pointer.DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString())!;
        champion["version"] = "bad000000000";

        await pointer.UploadAsync(BinaryData.FromString(champion.ToJsonString()), overwrite: true, TestContext.Current.CancellationToken);
        JsonNode? entry = null;
        await RunningHost.WaitAsync(
            async () => (entry = (await Host.GetJsonAsync("api/health"))["models"]!.AsArray().First(item => RunningHost.Text(item!["model"]) == model))!["error"] is not null,
            "the error in health");

        Assert.Equal("degraded", RunningHost.Text((await Host.GetJsonAsync("api/health"))["status"]));
        Assert.Equal(RunningHost.Text(run["version"]), RunningHost.Text(entry!["version"]));
        var (response, json) = await Host.ScoreAsync(model, Customer);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(RunningHost.Text(run["version"]), RunningHost.Text(json!["version"]));
    }
}
