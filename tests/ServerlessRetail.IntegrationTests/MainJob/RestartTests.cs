using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.LocalHost;
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
            first.Process.Kill(entireProcessTree: true);
            await first.Process.WaitForExitAsync(Token);
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

    private async Task<StartedHost> StartHostAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ServerlessRetail.LocalHost.dll"),
                "--urls", "http://127.0.0.1:0", $"--{SettingNames.HostStorage}", _storage.ConnectionString,
            },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("Ready", StringComparison.Ordinal))
                return new StartedHost(process, new Uri(line.Split(' ')[1]));
        }
        throw new InvalidOperationException($"The host ended with exit code {process.ExitCode} before it was ready.");
    }

    /// <summary>A host process that is ready; ends with the test.</summary>
    private sealed record StartedHost(Process Process, Uri Address) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill(entireProcessTree: true);
            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
