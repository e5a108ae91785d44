using Azure.Storage.Blobs;
using ServerlessRetail.LocalHost;
using ServerlessRetail.Models;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>A storage account that no host watches, on an Azurite of its own.</summary>
internal sealed class IsolatedStorage : IAsyncDisposable
{
    private readonly AzuriteServer _server;

    private IsolatedStorage(AzuriteServer server)
    {
        _server = server;
        Data = new DataStorage(new BlobServiceClient(server.ConnectionString));
        Registry = new ModelRegistry(Data);
        Runs = new RunStore(Data);
    }

    public DataStorage Data { get; }

    public ModelRegistry Registry { get; }

    public RunStore Runs { get; }

    public string ConnectionString => _server.ConnectionString;

    public static async Task<IsolatedStorage> StartAsync(AzuriteFixture azurite)
    {
        var storage = new IsolatedStorage(await AzuriteServer.StartAsync(AzuriteOptions.InMemory(azurite.InstallFolder), CancellationToken.None));
        await storage.Data.CreateContainersAsync(CancellationToken.None);
        return storage;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
