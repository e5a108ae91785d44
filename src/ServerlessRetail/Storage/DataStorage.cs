using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace ServerlessRetail.Storage;

/// <summary>The storage account that holds the customer's data and the models: one client for each container.</summary>
public sealed class DataStorage(BlobServiceClient service)
{
    public BlobServiceClient Service { get; } = service;

    public BlobContainerClient Datasets { get; } = service.GetBlobContainerClient(ContainerNames.Datasets);

    public BlobContainerClient Scoring { get; } = service.GetBlobContainerClient(ContainerNames.Scoring);

    public BlobContainerClient Scores { get; } = service.GetBlobContainerClient(ContainerNames.Scores);

    public BlobContainerClient Models { get; } = service.GetBlobContainerClient(ContainerNames.Models);

    public BlobContainerClient Runs { get; } = service.GetBlobContainerClient(ContainerNames.Runs);

    public BlobContainerClient Quarantine { get; } = service.GetBlobContainerClient(ContainerNames.Quarantine);

    private bool _containersExist;

    /// <param name="configuration">Names the account, see <see cref="StorageConnection"/>.</param>
    /// <exception cref="InvalidOperationException">It does not, or cannot be understood.</exception>
    public static DataStorage Open(IConfiguration configuration) => new(StorageConnection.Open(configuration, CreateClientOptions));

    /// <summary>Creates the containers that are missing, once for each process: with Core Tools and Azurite nobody else does.</summary>
    public async Task EnsureContainersAsync(CancellationToken cancellationToken)
    {
        if (_containersExist)
            return;
        await CreateContainersAsync(cancellationToken);
        _containersExist = true;
    }

    /// <summary>Creates the containers that are missing. In Azure infra does this.</summary>
    public async Task CreateContainersAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(ContainerNames.All.Select(name =>
            Service.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));
    }

    private static BlobClientOptions CreateClientOptions() => new()
    {
        Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(400), NetworkTimeout = TimeSpan.FromSeconds(60) },
    };
}
