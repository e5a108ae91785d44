using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Training;

namespace ServerlessRetail.Functions;

/// <summary>Trains a model when a scan of the container finds a customer file.</summary>
/// <remarks>
/// <see cref="TrainModel"/> for a laptop: Azurite emits no events. <c>AzureWebJobs.TrainModelPolling.Disabled</c>
/// knows the function by its name. Exactly one of the two is on.
/// </remarks>
public sealed class TrainModelPolling(TrainingService training)
{
    [Function(nameof(TrainModelPolling))]
    public async Task RunAsync(
        [BlobTrigger(DatasetTrigger.Path, Connection = DatasetTrigger.Connection, Source = BlobTriggerSource.LogsAndContainerScan)] BlobClient dataset,
        string name,
        CancellationToken cancellationToken) =>
        await training.TrainAsync(dataset, name, cancellationToken);
}
