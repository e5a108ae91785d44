using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>The real process, killed and started again.</summary>
public sealed class RestartTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _model = RunningHost.NewModel();
    private IsolatedStorage _storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await IsolatedStorage.StartAsync(azurite);
        await _storage.Data.Datasets.GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_host_that_is_killed_while_it_trains_finishes_the_run_once_after_a_restart()
    {
        var blob = _storage.Data.Datasets.GetBlobClient($"{_model}/customers.csv");
        using (var first = await StartHostAsync())
        {
            await blob.UploadAsync(BinaryData.FromString(Samples.Churn(rows: 100_000)), Token);
            await RunningHost.WaitAsync(async () => await FindRunAsync() is { State: RunState.Running }, "the training to begin");
            await first.KillAsync();
        }
        Assert.Equal(RunState.Running, (await FindRunAsync())!.State);

        using var second = await StartHostAsync();
        await RunningHost.WaitAsync(async () => await FindRunAsync() is { IsFinished: true }, "the run to end");

        var run = Assert.Single(await _storage.Runs.ListAsync(_model, 10, Token));
        Assert.Equal((RunState.Promoted, 2), (run.State, run.Attempt));
        Assert.Equal(run.Version, (await _storage.Registry.ReadChampionAsync(_model, Token))!.Value.Version);
        Assert.Equal(run.Version, await ScoreAsync(second));
    }

    [Fact]
    public async Task After_a_restart_scoring_works_without_training_again()
    {
        var blob = _storage.Data.Datasets.GetBlobClient($"{_model}/customers.csv");
        string? version;
        using (var first = await StartHostAsync())
        {
            await blob.UploadAsync(BinaryData.FromString(Samples.Churn()), Token);
            await RunningHost.WaitAsync(async () => await FindRunAsync() is { IsFinished: true }, "the run to end");
            version = await ScoreAsync(first);
        }
        var before = await FindRunAsync();

        using var second = await StartHostAsync();

        Assert.Equal(version, await ScoreAsync(second));
        Assert.Equivalent(before, Assert.Single(await _storage.Runs.ListAsync(_model, 10, Token)), strict: true);
    }

    private async Task<RunRecord?> FindRunAsync() => await _storage.Runs.ListAsync(_model, 1, Token) is [var run] ? run : null;

    private async Task<string> ScoreAsync(StartedHost host)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsJsonAsync(
            new Uri(host.Address, $"models/{_model}/score"), new { tenure = 3, tier = "gold", visits = 2 }, Token);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["version"]!.GetValue<string>();
    }

    private Task<StartedHost> StartHostAsync() => StartedHost.StartAsync(_storage.ConnectionString);
}
