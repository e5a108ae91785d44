using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Training;

namespace ServerlessRetail.Functions;

/// <summary>Trains a model when Event Grid reports a customer file.</summary>
/// <remarks>
/// For Azure: Flex Consumption runs no polling trigger. <c>AzureWebJobs.TrainModel.Disabled</c> and the Event Grid
/// subscription know the function by its name. What training throws goes on to the host, which tries again and at
/// last moves the event to the poison queue.
/// </remarks>
public sealed class TrainModel(TrainingService training)
{
    [Function(nameof(TrainModel))]
    public async Task RunAsync(
        [BlobTrigger(DatasetTrigger.Path, Connection = DatasetTrigger.Connection, Source = BlobTriggerSource.EventGrid)] BlobClient dataset,
        string name,
        CancellationToken cancellationToken) =>
        await training.TrainAsync(dataset, name, cancellationToken);
}
