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

    /// <summary>A model's runs, the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(string model, int limit, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var blob in storage.Runs.ListBlobsAsync($"{model}/", cancellationToken))
            names.Add(blob.Name);

        // Blobs list in order of their names, which begin with the time.
        var runs = new List<RunRecord>();
        foreach (var name in names.AsEnumerable().Reverse().Take(limit))
        {
            if (await storage.Runs.GetBlobClient(name).ReadJsonAsync(TrainingJson.Default.RunRecord, cancellationToken) is { } document)
                runs.Add(document.Value);
        }
        return runs;
    }

    /// <summary>Names of the models that have a run, in order.</summary>
    public async IAsyncEnumerable<string> ListModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var model in storage.Runs.ListFoldersAsync(cancellationToken))
        {
            if (model != Unplaced)
                yield return model;
        }
    }

    private BlobClient Blob(string model, string id) => storage.Runs.GetBlobClient($"{model}/{id}.json");
}
