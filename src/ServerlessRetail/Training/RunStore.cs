using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using ServerlessRetail.Scoring.Bulk;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Training;

/// <summary>Run records in the runs container.</summary>
public sealed class RunStore(DataStorage storage)
{
    /// <summary>How the id of a scoring run ends.</summary>
    internal const string ScoringSuffix = "-scoring";

    private const int MostUpdates = 100;

    private static readonly TimeSpan UpdatePause = TimeSpan.FromMilliseconds(500);

    /// <summary>Where uploads without a usable model name are recorded; no model can have this name.</summary>
    public const string Unplaced = "_unplaced";

    internal async Task<RunRecord?> ReadAsync(string model, string id, CancellationToken cancellationToken) =>
        (await Blob(model, id).ReadJsonAsync(TrainingJson.Default.RunRecord, cancellationToken))?.Value;

    /// <returns>False where the record exists.</returns>
    internal async Task<bool> TryCreateAsync(RunRecord run, CancellationToken cancellationToken) =>
        await Blob(run.Model, run.Id).WriteJsonAsync(run, TrainingJson.Default.RunRecord, JsonBlobs.IfAbsent(), cancellationToken) is not null;

    /// <returns>False where the lease is no longer held.</returns>
    internal async Task<bool> TrySaveAsync(RunRecord run, HeldLease lease, CancellationToken cancellationToken) =>
        await Blob(run.Model, run.Id).WriteJsonAsync(run, TrainingJson.Default.RunRecord, lease.Held, cancellationToken) is not null;

    /// <summary>Changes a record that several workers write, each from what it is at that moment.</summary>
    /// <param name="change">Gives null where there is nothing to change.</param>
    /// <param name="isVital">Whether to wait for a worker that holds the record's lease; if not, the change may be left out.</param>
    /// <returns>The record as it was written; null where it was not.</returns>
    /// <exception cref="TimeoutException">Somebody holds the lease for much longer than a dead worker could.</exception>
    internal async Task<RunRecord?> UpdateAsync(
        string model, string id, Func<RunRecord, RunRecord?> change, bool isVital, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Blob(model, id).ReadJsonAsync(TrainingJson.Default.RunRecord, cancellationToken) is not { } document || change(document.Value) is not { } changed)
                return null;
            if (await Blob(model, id).WriteJsonAsync(changed, TrainingJson.Default.RunRecord, JsonBlobs.IfUnchanged(document.ETag), cancellationToken) is not null)
                return changed;
            if (!isVital)
                return null;
            if (attempt == MostUpdates)
                throw new TimeoutException($"The record of run {id} could not be written.");
            await Task.Delay(UpdatePause, time, cancellationToken);
        }
    }

    internal Task<HeldLease?> TryLeaseAsync(RunRecord run, TimeProvider time, CancellationToken cancellationToken) =>
        HeldLease.TryAcquireAsync(Blob(run.Model, run.Id), time, cancellationToken);

    /// <returns>The newest run on the same upload, whatever settings it had; null where there is none.</returns>
    internal async Task<RunRecord?> FindForDatasetAsync(string model, string datasetKey, CancellationToken cancellationToken)
    {
        string? found = null;
        await foreach (var blob in storage.Runs.ListBlobsAsync($"{model}/", cancellationToken))
        {
            if (blob.Name.Contains($"-{datasetKey}-", StringComparison.Ordinal))
                found = blob.Name;
        }
        return found is null ? null : await ReadAsync(model, Path.GetFileNameWithoutExtension(found), cancellationToken);
    }

    /// <summary>A model's runs, the newest first.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="limit">Most runs.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="kind">Null: runs of every kind.</param>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(string model, int limit, CancellationToken cancellationToken, RunKind? kind = null)
    {
        var names = new List<string>();
        await foreach (var blob in storage.Runs.ListBlobsAsync($"{model}/", cancellationToken))
        {
            if (kind is null || kind == KindOf(blob.Name))
                names.Add(blob.Name);
        }

        // Blobs list in order of their names, which begin with the time to the second; within one the start decides.
        var last = names.Count >= limit ? TimeOf(names[^limit]) : "";
        var runs = new List<RunRecord>();
        foreach (var name in names.Where(name => string.CompareOrdinal(TimeOf(name), last) >= 0))
        {
            if (await storage.Runs.GetBlobClient(name).ReadJsonAsync(TrainingJson.Default.RunRecord, cancellationToken) is { } document)
                runs.Add(document.Value);
        }
        return [.. runs.OrderByDescending(run => TimeOf(run.Id), StringComparer.Ordinal).ThenByDescending(run => run.StartedAt).Take(limit)];

        static RunKind KindOf(string name) => name.EndsWith($"{ScoringSuffix}.json", StringComparison.Ordinal) ? RunKind.Scoring : RunKind.Training;

        static string TimeOf(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('-')[0];
    }

    /// <summary>Names of the models that have a run, in order.</summary>
    public async IAsyncEnumerable<string> ListModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var model in storage.Runs.ListFoldersAsync(cancellationToken))
        {
            if (model is not (Unplaced or QualityStore.Folder or BulkPlans.Folder))
                yield return model;
        }
    }

    private BlobClient Blob(string model, string id) => storage.Runs.GetBlobClient($"{model}/{id}.json");
}
