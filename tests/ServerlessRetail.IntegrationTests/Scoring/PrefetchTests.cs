using System.Text;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.MainJob;

namespace ServerlessRetail.IntegrationTests.Scoring;

/// <summary>Hosts that start on a storage where a model has been trained.</summary>
public sealed class PrefetchTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Customer = """{"tenure":3,"tier":"gold","visits":2}""";

    private readonly string _model = RunningHost.NewModel();
    private IsolatedStorage _storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Azure.Storage.Blobs.BlobClient Recent => _storage.Data.Models.GetBlobClient("_recent.json");

    public async ValueTask InitializeAsync()
    {
        _storage = await IsolatedStorage.StartAsync(azurite);
        await _storage.Data.Datasets.GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
        await _storage.TrainAsync($"{_model}/customers.csv", Encoding.UTF8.GetBytes(Samples.Churn(shift: 50)));
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task What_was_used_before_a_restart_is_in_memory_after_it_without_a_request()
    {
        await using (var first = new RunningHost(_storage.ConnectionString))
        {
            await first.StartAsync();
            Assert.Empty((await first.GetJsonAsync("api/health"))["models"]!.AsArray());
            await first.ScoreAsync(_model, Customer);
            await RunningHost.WaitAsync(async () => await Recent.ExistsAsync(Token), "the list of models");
        }

        await using var second = new RunningHost(_storage.ConnectionString);
        await second.StartAsync();

        await RunningHost.WaitAsync(async () => await IsLoadedAsync(second), "the model in memory");
        Assert.Equal("healthy", RunningHost.Text((await second.GetJsonAsync("api/health"))["status"]));
        var models = await second.GetJsonAsync("api/models");
        Assert.Equal(_model, RunningHost.Text(Assert.Single(models["models"]!.AsArray())!["model"]));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{ "models": [null, "", "../secret", "gone-since"] }""")]
    public async Task A_list_that_is_of_no_use_stops_nothing(string content)
    {
        await Recent.UploadAsync(BinaryData.FromString(content), overwrite: true, Token);

        await using var host = new RunningHost(_storage.ConnectionString);
        await host.StartAsync();
        var (response, _) = await host.ScoreAsync(_model, Customer);

        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_start_to_the_first_score_loads_nothing_that_is_there_for_training()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        using var host = await StartedHost.StartAsync(_storage.ConnectionString);
        using var client = new HttpClient();
        using var customer = new StringContent(Customer, Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(new Uri(host.Address, $"models/{_model}/score"), customer, Token);
        var maps = await File.ReadAllLinesAsync($"/proc/{host.ProcessId}/maps", Token);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Contains("reasons", (await JsonAsync(response)).AsObject().Select(field => field.Key));
        var loaded = maps.Select(Path.GetFileName).ToHashSet()!;
        Assert.Superset(new HashSet<string?> { "ServerlessRetail.dll", "ServerlessRetail.LocalHost.dll", "Azure.Storage.Blobs.dll" }, loaded);
        Assert.DoesNotContain(loaded, file => IsForTraining(file!));
    }

    private static bool IsForTraining(string file) =>
        ((string[])["Microsoft.ML", "lib_lightgbm", "libFastTree", "libCpuMath", "Parquet", "ExcelDataReader", "OxyPlot", "OpenTelemetry", "Microsoft.ApplicationInsights", "Azure.Monitor"])
        .Any(name => file.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private async Task<bool> IsLoadedAsync(RunningHost host) =>
        (await host.GetJsonAsync("api/health"))["models"]!.AsArray().Any(entry => RunningHost.Text(entry!["model"]) == _model);

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
}
