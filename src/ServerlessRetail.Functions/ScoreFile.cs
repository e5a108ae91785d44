using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Scoring.Bulk;

namespace ServerlessRetail.Functions;

/// <summary>Scores a file when Event Grid reports it; a large one in parts, see <see cref="ScoreFilePart"/>.</summary>
/// <remarks>For Azure, as <see cref="TrainModel"/>. <c>AzureWebJobs.ScoreFile.Disabled</c> and the Event Grid subscription know it by its name.</remarks>
public sealed class ScoreFile(BulkScoring scoring)
{
    [Function(nameof(ScoreFile))]
    public async Task RunAsync(
        [BlobTrigger(ScoringTrigger.Path, Connection = DatasetTrigger.Connection, Source = BlobTriggerSource.EventGrid)] BlobClient file,
        string name,
        CancellationToken cancellationToken) =>
        await scoring.ScoreAsync(file, name, cancellationToken);
}
