using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using ServerlessRetail.Models;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The champions that were used last, read while the host that will serve them is still being built: a model's file needs
/// the storage and nothing else. Each is handed over once, to the load that would have read it; whoever comes later reads.
/// </summary>
public sealed class HeadStart
{
    private readonly ConcurrentDictionary<string, Task<ChampionRead?>> _reads = new(StringComparer.Ordinal);
    private readonly Task<IReadOnlyList<string>> _models;

    private HeadStart(IConfiguration configuration)
    {
        _models = Task.Run(() => BeginReadsAsync(configuration));
        _ = Task.Run(Rehearsal.Run);
    }

    /// <summary>Ends when all is read that can be.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage does not answer or refuses.</exception>
    /// <exception cref="InvalidOperationException">No storage is configured.</exception>
    public Task Completion => CompleteAsync();

    /// <summary>Begins to read, beside whatever the caller does next.</summary>
    /// <param name="configuration">Names the storage, see <see cref="StorageConnection"/>.</param>
    public static HeadStart Begin(IConfiguration configuration) => new(configuration);

    /// <returns>Names of the models that were used last, the latest first.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage does not answer or refuses.</exception>
    /// <exception cref="InvalidOperationException">No storage is configured.</exception>
    internal Task<IReadOnlyList<string>> ModelsAsync(CancellationToken cancellationToken) => _models.WaitAsync(cancellationToken);

    /// <summary>Waits for a model's champion, if it is among those that are read here.</summary>
    /// <returns>Null where it is not, was taken before, or could not be read: the caller finds out why by reading it.</returns>
    internal async Task<ChampionRead?> TakeAsync(string model, CancellationToken cancellationToken)
    {
        await ((Task)_models).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return _reads.TryRemove(model, out var read) ? await read.WaitAsync(cancellationToken) : null;
    }

    private async Task CompleteAsync()
    {
        await _models;
        await Task.WhenAll(_reads.Values);
    }

    private async Task<IReadOnlyList<string>> BeginReadsAsync(IConfiguration configuration)
    {
        var storage = DataStorage.Open(configuration);
        var registry = new ModelRegistry(storage);
        var models = await new RecentModels(storage).ReadAsync(CancellationToken.None);
        foreach (var model in models)
            _reads.TryAdd(model, ReadAsync(registry, model));
        return models;
    }

    private static async Task<ChampionRead?> ReadAsync(ModelRegistry registry, string model)
    {
        try
        {
            if (await registry.ReadPointerAsync(model, CancellationToken.None) is not { } pointer
                || await registry.FindAsync(model, pointer.Value.Version, CancellationToken.None) is not { } fitted)
            {
                return null;
            }

            // What the first answer mostly needs besides.
            _ = fitted.Explainer;
            return new ChampionRead(pointer, fitted);
        }
        catch (Exception exception) when (exception is InvalidDataException || exception.IsStorageFault())
        {
            return null;
        }
    }
}

/// <summary>A champion as it was found in the storage.</summary>
internal sealed record ChampionRead(StoredDocument<ChampionPointer> Pointer, FittedModel Fitted);
