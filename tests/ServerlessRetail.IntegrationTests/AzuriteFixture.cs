using Azure.Storage.Blobs;
using ServerlessRetail.IntegrationTests;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.LocalHost;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ServerlessRetail.IntegrationTests;

/// <summary>One Azurite in memory on free ports for all tests of the assembly; tests keep apart by unique names.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly Lazy<Task<(RunningHost Host, string Model)>> _host;
    private AzuriteServer? _server;

    public AzuriteFixture() => _host = new(StartHostAsync);

    public string ConnectionString => Server.ConnectionString;

    public int BlobPort => Server.Ports.Blob;

    /// <summary>Where Azurite is installed: in the checkout, as by the local host.</summary>
    public string InstallFolder { get; private set; } = "";

    private AzuriteServer Server => _server ?? throw new InvalidOperationException("Azurite has not been started.");

    public static string ToolsFolder
    {
        get
        {
            var checkout = LocalFolder.FindCheckout(AppContext.BaseDirectory)
                ?? throw new InvalidOperationException("The tests are to be run inside a checkout.");
            return new LocalFolder(Path.Combine(checkout, ".local")).Tools;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var installer = new AzuriteInstaller(Console.Out, rewritesLine: false, TimeProvider.System);
        InstallFolder = await installer.InstallAsync(ToolsFolder, CancellationToken.None);
        _server = await AzuriteServer.StartAsync(AzuriteOptions.InMemory(InstallFolder), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _host.Value).Host.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>The one host that watches this Azurite, and a small churn model that it has trained.</summary>
    public Task<(RunningHost Host, string Model)> HostAsync() => _host.Value;

    public BlobServiceClient CreateClient() => new(ConnectionString);

    /// <summary>A name that no other test uses, good for a container and for a model.</summary>
    public static string UniqueName(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..Math.Min(40, prefix.Length + 13)];

    private async Task<(RunningHost Host, string Model)> StartHostAsync()
    {
        var host = new RunningHost(ConnectionString);
        await host.StartAsync();
        var model = await host.NewQuickModelAsync();
        await host.TrainAsync($"{model}/customers.csv", Samples.Churn());
        return (host, model);
    }
}
