using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Training;

/// <summary>Run records in the runs container.</summary>
public sealed class RunStore(DataStorage storage)
{
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
    public async Task<IReadOnlyList<RunRecord>> ListAsync(string model, int limit, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var blob in storage.Runs.ListBlobsAsync($"{model}/", cancellationToken))
            names.Add(blob.Name);

        // Blobs list in order of their names, which begin with the time to the second; within one the start decides.
        var last = names.Count >= limit ? TimeOf(names[^limit]) : "";
        var runs = new List<RunRecord>();
        foreach (var name in names.Where(name => string.CompareOrdinal(TimeOf(name), last) >= 0))
        {
            if (await storage.Runs.GetBlobClient(name).ReadJsonAsync(TrainingJson.Default.RunRecord, cancellationToken) is { } document)
                runs.Add(document.Value);
        }
        return [.. runs.OrderByDescending(run => TimeOf(run.Id), StringComparer.Ordinal).ThenByDescending(run => run.StartedAt).Take(limit)];

        static string TimeOf(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('-')[0];
    }

    /// <summary>Names of the models that have a run, in order.</summary>
    public async IAsyncEnumerable<string> ListModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var model in storage.Runs.ListFoldersAsync(cancellationToken))
        {
            if (model is not (Unplaced or QualityStore.Folder))
                yield return model;
        }
    }

    private BlobClient Blob(string model, string id) => storage.Runs.GetBlobClient($"{model}/{id}.json");
}
