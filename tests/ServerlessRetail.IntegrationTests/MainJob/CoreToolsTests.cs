using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>
/// The published Functions app under the real host of Azure Functions Core Tools, on Azurite. Runs where <c>func</c> is on
/// the path and <c>SERVERLESSRETAIL_FUNCTIONS_APP</c> names the output of <c>dotnet publish src/ServerlessRetail.Functions</c>.
/// </summary>
public sealed class CoreToolsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string FolderVariable = "SERVERLESSRETAIL_FUNCTIONS_APP";

    private readonly string _model = RunningHost.NewModel();
    private IsolatedStorage? _storage;
    private Process? _host;
    private HttpClient? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder)
            return;
        _storage = await IsolatedStorage.StartAsync(azurite);
        var port = FreePort();
        await WriteSettingsAsync(folder, _storage.ConnectionString);
        _host = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "func.cmd" : "func", ["start", "--port", $"{port}"]) { WorkingDirectory = folder })!;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await RunningHost.WaitAsync(async () => await StatusOfAsync("api/health") == HttpStatusCode.OK, "the host to start");
    }

    public async ValueTask DisposeAsync()
    {
        _host?.Kill(entireProcessTree: true);
        _host?.Dispose();
        _client?.Dispose();
        if (_storage is not null)
            await _storage.DisposeAsync();
    }

    [Fact]
    public async Task An_upload_is_trained_on_and_customers_and_files_are_scored()
    {
        Assert.SkipWhen(_client is null, $"{FolderVariable} names no published app.");
        await _storage!.Data.Datasets.GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
        await _storage.Data.Datasets.GetBlobClient($"{_model}/customers.csv").UploadAsync(BinaryData.FromString(Samples.Churn()), Token);

        await RunningHost.WaitAsync(async () => await StatusOfAsync($"api/models/{_model}") == HttpStatusCode.OK
            && (await _client.GetFromJsonAsync<JsonNode>($"api/models/{_model}", Token))!["champion"] is not null, "a champion");
        using var response = await _client.PostAsync(new Uri($"api/models/{_model}/score", UriKind.Relative), JsonContent.Create(new { tenure = 3, tier = "gold", visits = 2 }), Token);

        var result = (await response.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange((double)result["probability"]!, 0, 1);
        Assert.Equal(3, result["reasons"]!.AsArray().Count);

        await _storage.Data.Scoring.GetBlobClient($"{_model}/customers.csv").UploadAsync(BinaryData.FromString(Samples.Churn(shift: 1)), Token);
        await RunningHost.WaitAsync(async () => await _storage.Data.Scores.GetBlobClient($"{_model}/customers.csv").ExistsAsync(Token), "the scores of a file");
    }

    private async Task<HttpStatusCode?> StatusOfAsync(string path)
    {
        try
        {
            using var response = await _client!.GetAsync(new Uri(path, UriKind.Relative), Token);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task WriteSettingsAsync(string folder, string connectionString)
    {
        var sample = Path.Combine(LocalFolder.FindCheckout(AppContext.BaseDirectory)!, "local.settings.sample.json");
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(sample, Token))!;
        settings["Values"]!["AzureWebJobsStorage"] = connectionString;
        settings["Values"]!["DataStorage"] = connectionString;
        await File.WriteAllTextAsync(Path.Combine(folder, "local.settings.json"), JsonSerializer.Serialize(settings), Token);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
