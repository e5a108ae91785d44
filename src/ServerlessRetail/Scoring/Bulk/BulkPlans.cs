using Azure.Storage.Blobs;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>The plans of scoring runs that are at work, in the runs container.</summary>
internal sealed class BulkPlans(DataStorage storage)
{
    /// <summary>No model can have this name.</summary>
    public const string Folder = "_plans";

    /// <returns>Null where there is none (yet, or any more).</returns>
    public async Task<BulkPlan?> ReadAsync(string model, string run, CancellationToken cancellationToken) =>
        (await Blob(model, run).ReadJsonAsync(BulkJson.Default.BulkPlan, cancellationToken))?.Value;

    /// <summary>Only where there is none: blocks may be staged by the one that is there.</summary>
    public Task CreateAsync(string model, string run, BulkPlan plan, CancellationToken cancellationToken) =>
        Blob(model, run).WriteJsonAsync(plan, BulkJson.Default.BulkPlan, JsonBlobs.IfAbsent(), cancellationToken);

    public Task DeleteAsync(string model, string run, CancellationToken cancellationToken) =>
        Blob(model, run).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private BlobClient Blob(string model, string run) => storage.Runs.GetBlobClient($"{Folder}/{model}/{run}.json");
}
