using Azure.Storage.Blobs;

namespace ServerlessRetail.Storage;

/// <summary>The storage account that holds the customer's data and the models: one client for each container.</summary>
public sealed class DataStorage(BlobServiceClient service)
{
    public BlobServiceClient Service { get; } = service;

    public BlobContainerClient Datasets { get; } = service.GetBlobContainerClient(ContainerNames.Datasets);

    public BlobContainerClient Models { get; } = service.GetBlobContainerClient(ContainerNames.Models);

    public BlobContainerClient Runs { get; } = service.GetBlobContainerClient(ContainerNames.Runs);

    public BlobContainerClient Quarantine { get; } = service.GetBlobContainerClient(ContainerNames.Quarantine);

    /// <summary>Creates the containers that are missing. In Azure infra does this; the local host has no infra.</summary>
    public async Task CreateContainersAsync(CancellationToken cancellationToken)
    {
        foreach (var name in ContainerNames.All)
            await Service.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }
}
