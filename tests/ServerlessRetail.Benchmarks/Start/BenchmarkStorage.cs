using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessRetail.LocalHost;
using ServerlessRetail.LocalHost.Demo;
using ServerlessRetail.Models;
using ServerlessRetail.Storage;
using ServerlessRetail.Training;

namespace ServerlessRetail.Benchmarks.Start;

/// <summary>An Azurite in memory that holds models of the demo's 5,000 customers.</summary>
internal sealed class BenchmarkStorage : IAsyncDisposable
{
    private readonly AzuriteServer _azurite;
    private readonly ServiceProvider _services;

    private BenchmarkStorage(AzuriteServer azurite)
    {
        _azurite = azurite;
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(StorageConnection.HostSetting, azurite.ConnectionString)]).Build();
        _services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddServerlessRetail(settings).BuildServiceProvider();
    }

    public string ConnectionString => _azurite.ConnectionString;

    public ModelRegistry Registry => _services.GetRequiredService<ModelRegistry>();

    private DataStorage Data => _services.GetRequiredService<DataStorage>();

    public static async Task<BenchmarkStorage> StartAsync()
    {
        LoopbackProxy.Bypass();
        var tools = new LocalFolder(Path.Combine(Checkout, ".local")).Tools;
        var installed = await new AzuriteInstaller(Console.Out, rewritesLine: false, TimeProvider.System).InstallAsync(tools, CancellationToken.None);
        var storage = new BenchmarkStorage(await AzuriteServer.StartAsync(AzuriteOptions.InMemory(installed), CancellationToken.None));
        await storage.Data.CreateContainersAsync(CancellationToken.None);
        return storage;
    }

    /// <summary>The root of the checkout that the benchmark runs in.</summary>
    public static string Checkout => LocalFolder.FindCheckout(AppContext.BaseDirectory) ?? throw new InvalidOperationException("Run the benchmark inside a checkout.");

    /// <summary>Trains 100 trees on the sample.</summary>
    /// <returns>The version.</returns>
    public async Task<string> TrainAsync(int leaves)
    {
        var model = SampleCustomers.Model;
        await Data.Datasets.GetBlobClient($"{model}/model.json").UploadAsync(
            BinaryData.FromString($$"""{ "trainers": [{ "name": "boostedTrees", "rounds": 100, "leaves": {{leaves}} }] }"""), overwrite: true);
        using var sample = new MemoryStream();
        SampleCustomers.Write(sample);
        var blob = Data.Datasets.GetBlobClient($"{model}/{SampleCustomers.FileName}");
        await blob.UploadAsync(BinaryData.FromBytes(sample.ToArray()), overwrite: true);
        var run = await _services.GetRequiredService<TrainingService>().TrainAsync(blob, blob.Name, CancellationToken.None);
        return run?.Version ?? throw new InvalidOperationException($"The training ended as {run?.State}: {run?.Detail}");
    }

    public async Task PutModelBlobAsync(string name, BinaryData content) =>
        await Data.Models.GetBlobClient(name).UploadAsync(content, overwrite: true);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}
