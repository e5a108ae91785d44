using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessRetail.LocalHost;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;
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

    /// <summary>Whoever hears of an upload: one of any number.</summary>
    public TrainingService NewWorker(ILogger<TrainingService>? logger = null, params IRunObserver[] observers) => new(
        new DataStorage(Data.Service), Registry, Runs, new ModelCache(Registry, TimeProvider.System, NullLogger<ModelCache>.Instance),
        observers, TimeProvider.System, logger ?? NullLogger<TrainingService>.Instance);

    /// <summary>Uploads a file and trains on it.</summary>
    public async Task<RunRecord> TrainAsync(string name, byte[] content, ILogger<TrainingService>? logger = null)
    {
        var blob = Data.Datasets.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromBytes(content), overwrite: true, TestContext.Current.CancellationToken);
        return (await NewWorker(logger).TrainAsync(blob, name, TestContext.Current.CancellationToken))!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
