using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using ServerlessRetail.Scoring.Bulk;

namespace ServerlessRetail.Functions;

/// <summary>Scores a part of a large file. The platform starts more instances while parts wait in the queue.</summary>
/// <remarks>
/// A part whose worker dies can be seen again and is delivered anew. The library ends the run after five deliveries; the
/// host's own limit in host.json is higher, so that no part goes to the poison queue without a word in the run's record.
/// </remarks>
public sealed class ScoreFilePart(BulkScoring scoring)
{
    [Function(nameof(ScoreFilePart))]
    public async Task RunAsync(
        [QueueTrigger(PartMessages.QueueName, Connection = DatasetTrigger.Connection)] QueueMessage part,
        CancellationToken cancellationToken) =>
        await scoring.ScorePartAsync(part.Body, part.DequeueCount, cancellationToken);
}
