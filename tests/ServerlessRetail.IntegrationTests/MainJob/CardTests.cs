using System.Net;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;

namespace ServerlessRetail.IntegrationTests.MainJob;

public sealed class CardTests(AzuriteFixture azurite) : HostTests(azurite)
{
    [Fact]
    public async Task A_training_leaves_a_card_that_is_served_by_version_and_as_the_champions()
    {
        var model = await Host.NewQuickModelAsync();
        var run = await Host.TrainAsync($"{model}/customers.csv", Samples.Churn());
        var version = RunningHost.Text(run["version"]);

        using var byVersion = await GetAsync($"api/models/{model}/versions/{version}/card");
        using var ofChampion = await GetAsync($"api/models/{model}/versions/champion/card");

        Assert.Equal(HttpStatusCode.OK, byVersion.StatusCode);
        Assert.Equal("text/html; charset=utf-8", byVersion.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'; img-src data:", byVersion.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", byVersion.Headers.GetValues("X-Content-Type-Options").Single());
        var card = await byVersion.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(card, await ofChampion.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("<!DOCTYPE html>", card, StringComparison.Ordinal);
        Assert.Contains($"<title>Model card: {model}, version {version}</title>", card, StringComparison.Ordinal);
        Assert.Contains("churn = yes", card, StringComparison.Ordinal);
        BlobClient blob = Host.Storage.Models.GetBlobClient($"{model}/versions/{version}/card.html");
        var stored = await blob.DownloadContentAsync(TestContext.Current.CancellationToken);
        Assert.Equal(card, stored.Value.Content.ToString());
        Assert.Equal("text/html; charset=utf-8", stored.Value.Details.ContentType);
    }

    [Theory]
    [InlineData("000000000000")]
    [InlineData("..%2F..%2Fchampion.json")]
    [InlineData("CHAMPION")]
    public async Task A_version_that_is_not_there_is_a_problem(string version)
    {
        var model = await Host.NewQuickModelAsync();
        await Host.TrainAsync($"{model}/customers.csv", Samples.Churn());

        using var answer = await GetAsync($"api/models/{model}/versions/{version}/card");

        await AssertProblemAsync(answer, "unknownVersion");
    }

    [Fact]
    public async Task A_model_that_was_never_promoted_has_no_champions_card()
    {
        var model = RunningHost.NewModel();
        await Host.TrainAsync($"{model}/customers.csv", "a,churn\n1,yes\n");

        using var answer = await GetAsync($"api/models/{model}/versions/champion/card");

        await AssertProblemAsync(answer, "unknownVersion");
    }

    [Theory]
    [InlineData("no-such-model")]
    [InlineData("NotAName")]
    public async Task A_model_that_is_not_there_is_a_problem(string model)
    {
        using var answer = await GetAsync($"api/models/{model}/versions/champion/card");

        await AssertProblemAsync(answer, "unknownModel");
    }

    private Task<HttpResponseMessage> GetAsync(string path) => Host.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task AssertProblemAsync(HttpResponseMessage answer, string code)
    {
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(code, RunningHost.Text(problem!["code"]));
    }
}
