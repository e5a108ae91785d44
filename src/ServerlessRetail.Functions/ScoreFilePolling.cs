using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Scoring.Bulk;

namespace ServerlessRetail.Functions;

/// <summary>Scores a file when a scan of the container finds it.</summary>
/// <remarks>
/// <see cref="ScoreFile"/> for a laptop, as <see cref="TrainModelPolling"/>. <c>AzureWebJobs.ScoreFilePolling.Disabled</c>
/// knows the function by its name. Exactly one of the two is on.
/// </remarks>
public sealed class ScoreFilePolling(BulkScoring scoring)
{
    [Function(nameof(ScoreFilePolling))]
    public async Task RunAsync(
        [BlobTrigger(ScoringTrigger.Path, Connection = DatasetTrigger.Connection, Source = BlobTriggerSource.LogsAndContainerScan)] BlobClient file,
        string name,
        CancellationToken cancellationToken) =>
        await scoring.ScoreAsync(file, name, cancellationToken);
}
