using Azure.Storage.Blobs;

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
        foreach (var name in ContainerNames.All)
            await Service.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }
}
