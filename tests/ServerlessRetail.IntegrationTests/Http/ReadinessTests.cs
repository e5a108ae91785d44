using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.Http;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.Http;

public sealed class ReadinessTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private readonly AzuriteFixture _azurite = azurite;

    [Fact]
    public async Task An_app_whose_storage_answers_is_ready_and_keeps_the_answer_for_a_while()
    {
        var first = await Host.GetJsonAsync("api/health/ready");
        var second = await Host.GetJsonAsync("api/health/ready");

        Assert.Equal("ready", RunningHost.Text(first["status"]));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Contains(first["checks"]!.AsArray(), check => RunningHost.Text(check!["name"]) == CheckNames.BlobPermissions && RunningHost.Text(check["state"]) == "ok");
    }

    [Fact]
    public async Task An_app_whose_storage_is_wrong_is_not_ready_and_names_cause_and_remedy_but_neither_account_nor_secret()
    {
        var key = _azurite.ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];
        await using var app = RunningHost.Create(_azurite.ConnectionString.Replace(key, Convert.ToBase64String(new byte[64]), StringComparison.Ordinal));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var api = await DescribedApi.ReadAsync(Host);

        using var response = await client.GetAsync(new Uri("api/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await api.AssertDescribesAsync(nameof(Routes.GetReadiness), response);
        var check = JsonNode.Parse(body)!["checks"]!.AsArray().Single(check => RunningHost.Text(check!["name"]) == CheckNames.BlobService)!;
        Assert.Equal((CheckCodes.WrongKey, "failed"), (RunningHost.Text(check["code"]), RunningHost.Text(check["state"])));
        Assert.NotEmpty(RunningHost.Text(check["remedy"]));
        Assert.All(["devstoreaccount1", "127.0.0.1", Convert.ToBase64String(new byte[64])], secret => Assert.DoesNotContain(secret, body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Liveness_does_not_ask_storage()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var app = RunningHost.Create(AzuriteConnection.Create(port, port, port));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var health = await client.GetAsync(new Uri("api/health", UriKind.Relative), TestContext.Current.CancellationToken);
        using var readiness = await client.GetAsync(new Uri("api/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (health.StatusCode, readiness.StatusCode));
    }
}
