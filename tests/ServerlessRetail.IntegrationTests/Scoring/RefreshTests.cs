using System.Text.Json.Nodes;
using ServerlessRetail.Http;
using ServerlessRetail.IntegrationTests.Http;
using ServerlessRetail.IntegrationTests.MainJob;

namespace ServerlessRetail.IntegrationTests.Scoring;

public sealed class RefreshTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_what_is_served_also_where_nothing_is_new()
    {
        var version = RunningHost.Text((await Host.GetJsonAsync($"api/models/{TrainedModel}"))["champion"]!["version"]);
        await RefreshAsync(TrainedModel);

        var (response, json) = await RefreshAsync(TrainedModel);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal($"\"{version}\"", response.Headers.ETag!.Tag);
        Assert.Equal((TrainedModel, version, false), (RunningHost.Text(json["model"]), RunningHost.Text(json["version"]), json["loaded"]!.GetValue<bool>()));
        Assert.Null(json["error"]);
    }

    [Fact]
    public async Task Tells_of_a_champion_that_cannot_be_loaded_beside_the_version_that_serves_on()
    {
        var model = await Host.NewQuickModelAsync();
        var version = RunningHost.Text((await Host.TrainAsync($"{model}/first.csv", Samples.Churn(shift: 21)))["version"]);
        await PointAsync(model, model, "bad000000000");

        var (response, json) = await RefreshAsync(model);

        Assert.Equal((200, version), ((int)response.StatusCode, RunningHost.Text(json["version"])));
        Assert.Equal("championUnusable", RunningHost.Text(json["error"]!["code"]));
    }

    [Fact]
    public async Task A_champion_that_never_could_be_loaded_is_a_503()
    {
        var model = RunningHost.NewModel();
        await PointAsync(TrainedModel, model, "bad000000000");

        var (response, json) = await RefreshAsync(model);

        Assert.Equal((503, "championUnusable"), ((int)response.StatusCode, RunningHost.Text(json["code"])));
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_model_that_is_not_trained_is_a_503_and_one_that_nobody_knows_a_404()
    {
        var model = RunningHost.NewModel();
        await Host.TrainAsync($"{model}/empty.csv", "");

        var (untrained, untrainedJson) = await RefreshAsync(model);
        var (unknown, unknownJson) = await RefreshAsync(RunningHost.NewModel());
        var (unusable, _) = await RefreshAsync("NO_MODEL");

        Assert.Equal((503, "noChampion"), ((int)untrained.StatusCode, RunningHost.Text(untrainedJson["code"])));
        Assert.Equal((404, "unknownModel"), ((int)unknown.StatusCode, RunningHost.Text(unknownJson["code"])));
        Assert.Equal(404, (int)unusable.StatusCode);
    }

    private async Task<(HttpResponseMessage Response, JsonNode Json)> RefreshAsync(string model)
    {
        var response = await Host.Client.PostAsync(new Uri($"api/models/{model}/refresh", UriKind.Relative), null, Token);
        await (await DescribedApi.ReadAsync(Host)).AssertDescribesAsync(nameof(Routes.RefreshModel), response);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!);
    }

    /// <summary>Makes a champion of a model out of another's, or its own, that names a version which has no file.</summary>
    private async Task PointAsync(string from, string to, string version)
    {
        var content = (await Host.Storage.Models.GetBlobClient($"{from}/champion.json").DownloadContentAsync(Token)).Value.Content;
        var champion = JsonNode.Parse(content.ToString())!;
        champion["version"] = version;
        await Host.Storage.Models.GetBlobClient($"{to}/champion.json").UploadAsync(BinaryData.FromString(champion.ToJsonString()), overwrite: true, Token);
    }
}
