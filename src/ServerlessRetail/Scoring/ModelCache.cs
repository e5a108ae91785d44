using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Models;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The models in memory. A request gets what is there and never waits for a check; a new champion is loaded aside,
/// verified, and swapped in one write. If that fails the last good one goes on serving, and health says so. Where memory
/// does not suffice for all, the version that was not used for longest gives way, and is loaded again when it is asked for.
/// </summary>
/// <param name="budget">Bytes that models may take; null: a quarter of what the process may use.</param>
/// <param name="headStart">Has read some champions before, for their first load; null: none.</param>
public sealed partial class ModelCache(ModelRegistry registry, TimeProvider time, ILogger<ModelCache> logger, long? budget = null, HeadStart? headStart = null)
{
    /// <summary>How long "this model has no champion" is believed.</summary>
    private static readonly TimeSpan AbsenceLifetime = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ChampionEntry> _champions = new(StringComparer.Ordinal);
    private readonly LoadedModels _loaded = new(budget ?? CacheBudget.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <summary>Why a model is looked at.</summary>
    private enum Occasion
    {
        /// <summary>It is to score: it has to be in memory.</summary>
        Request,

        /// <summary>The pointer may have moved: what is not in memory may stay away.</summary>
        Watch,

        /// <summary>Somebody says that there is something new: what could not be loaded is tried again.</summary>
        Refresh,
    }

    /// <summary>What is in memory now, with the error that keeps a newer champion out, if one does.</summary>
    public IReadOnlyList<CachedModel> Contents =>
        [.. _champions.Where(champion => champion.Value.Place?.Served is not null || champion.Value.Error is not null)
            .Select(champion => new CachedModel(champion.Key, champion.Value.Version, champion.Value.Error))
            .OrderBy(cached => cached.Model, StringComparer.Ordinal)];

    /// <summary>Bytes that the models take by their own estimates.</summary>
    internal long Bytes => _loaded.Bytes;

    /// <summary>One load of a named version at a time: of many requests for one only the first reads it.</summary>
    private SemaphoreSlim NamedGate { get; } = new(1);

    /// <summary>The champion of a model, from memory or from storage.</summary>
    /// <returns>Null where the model has no champion.</returns>
    /// <exception cref="InvalidDataException">There is a champion, its file cannot be used, and no earlier one served here.</exception>
    public ValueTask<ServedModel?> GetAsync(string model, CancellationToken cancellationToken)
    {
        if (Find(model) is { } served)
            return new(served);
        if (_champions.TryGetValue(model, out var champion) && champion.AbsentAt is { } absentAt && time.GetElapsedTime(absentAt) < AbsenceLifetime)
            return default;
        return FetchAsync(model, cancellationToken);
    }

    /// <summary>One version of a model, whatever its champion: from memory or from storage.</summary>
    /// <param name="version">12 hexadecimal digits in lower case.</param>
    /// <returns>Null where there is no such version.</returns>
    /// <exception cref="InvalidDataException">The version's file is damaged.</exception>
    public async ValueTask<ServedModel?> GetVersionAsync(string model, string version, CancellationToken cancellationToken)
    {
        if (Find() is { } present)
        {
            Instrumentation.CacheHits.Add(1);
            return present;
        }

        await NamedGate.WaitAsync(cancellationToken);
        try
        {
            return Find() ?? ((await LoadAsync(model, version, cancellationToken)) is { } loaded ? Named(loaded.Place, loaded.Served) : null);
        }
        finally
        {
            NamedGate.Release();
        }

        ServedModel? Find() => _loaded.TryUse(model, version, out var loaded) && loaded.Served is { } served ? Named(loaded, served) : null;

        static ServedModel Named(LoadedModel loaded, ServedModel served)
        {
            loaded.IsNamed = true;
            return served;
        }
    }

    /// <summary>Compares with the champion pointer now and loads a new champion if there is one, also one that could not be loaded before.</summary>
    /// <returns>What is served from now on.</returns>
    /// <exception cref="InvalidDataException">The champion's file cannot be used, and no earlier one served here.</exception>
    public Task<CacheRefresh> RefreshAsync(string model, CancellationToken cancellationToken) => LookAsync(model, Occasion.Refresh, cancellationToken);

    /// <summary>Checks every model once that is in memory, or has an error. Errors are kept for health, not thrown.</summary>
    public async Task RefreshAllAsync(CancellationToken cancellationToken)
    {
        foreach (var (model, champion) in _champions)
        {
            if (champion.Place?.Served is null && champion.Error is null)
            {
                ForgetAbsent(model, champion);
                continue;
            }
            try
            {
                await LookAsync(model, Occasion.Watch, cancellationToken);
            }
            catch (InvalidDataException)
            {
                // Kept in the entry and logged where it happened.
            }
            catch (Exception exception) when (exception.IsStorageFault())
            {
                Log.CheckFailed(logger, model, exception.GetType().Name);
            }
        }
    }

    /// <returns>The champion of a model if it is in memory, else null.</returns>
    internal ServedModel? Find(string model)
    {
        if (!_champions.TryGetValue(model, out var champion) || champion.Place is not { } place || _loaded.Use(place) is not { } served)
            return null;
        Instrumentation.CacheHits.Add(1);
        return served;
    }

    /// <summary>The models whose champions were used last, the latest first.</summary>
    internal IReadOnlyList<string> MostRecent(int count) =>
        [.. _champions.Where(champion => champion.Value.Place?.Served is not null)
            .OrderByDescending(champion => champion.Value.Place!.UsedAt).Take(count).Select(champion => champion.Key)];

    /// <summary>Unknown names, mistyped or made up, must not fill the memory; nor need those be kept whose champions gave way.</summary>
    private void ForgetAbsent(string model, ChampionEntry champion)
    {
        var isForgotten = champion.AbsentAt is { } absentAt ? time.GetElapsedTime(absentAt) > AbsenceLifetime : champion.Place is not null;
        if (isForgotten)
            _champions.TryRemove(model, out _);
    }

    private async ValueTask<ServedModel?> FetchAsync(string model, CancellationToken cancellationToken) =>
        (await LookAsync(model, Occasion.Request, cancellationToken)).Served;

    private async Task<CacheRefresh> LookAsync(string model, Occasion occasion, CancellationToken cancellationToken)
    {
        // A name that turns out to have no champion leaves no entry behind for long: see ForgetAbsent.
        var champion = _champions.GetOrAdd(model, _ => new ChampionEntry());
        await champion.Gate.WaitAsync(cancellationToken);
        try
        {
            var before = champion.Version;
            var served = occasion == Occasion.Request && champion.Place is { } place && _loaded.Use(place) is { } present
                ? present
                : await CompareAsync(model, champion, occasion, cancellationToken);
            return new CacheRefresh(served, IsNew: served is not null && served.Version != before, champion.Error);
        }
        finally
        {
            champion.Gate.Release();
        }
    }

    private async Task<ServedModel?> CompareAsync(string model, ChampionEntry champion, Occasion occasion, CancellationToken cancellationToken)
    {
        // The first load takes the whole pointer at once; later its ETag mostly says that there is nothing to do.
        if (champion is { Version: null, Error: null })
        {
            // Who asks for news means the storage as it is now.
            var read = headStart is null ? null : await headStart.TakeAsync(model, cancellationToken);
            return await SwapAsync(model, champion, pointer: null, occasion == Occasion.Refresh ? null : read, cancellationToken);
        }
        if (await registry.ReadChampionETagAsync(model, cancellationToken) is not { } pointer)
        {
            Remove(champion.Clear(time.GetTimestamp()));
            return null;
        }
        var isRefused = pointer == champion.RefusedETag && occasion != Occasion.Refresh;
        if (pointer != champion.PointerETag && !isRefused)
            return await SwapAsync(model, champion, pointer, read: null, cancellationToken);
        return champion.Place?.Served ?? (occasion == Occasion.Watch ? null : await ReturnAsync(model, champion, cancellationToken));
    }

    /// <summary>Loads the champion that the pointer names now, and swaps.</summary>
    /// <param name="pointer">The pointer's ETag, if it is known.</param>
    /// <param name="read">The champion, if it was read before.</param>
    private async Task<ServedModel?> SwapAsync(string model, ChampionEntry champion, ETag? pointer, ChampionRead? read, CancellationToken cancellationToken)
    {
        string? version = null;
        try
        {
            if ((read?.Pointer ?? await registry.ReadPointerAsync(model, cancellationToken)) is not { } document)
            {
                Remove(champion.Clear(time.GetTimestamp()));
                return null;
            }
            pointer = document.ETag;
            version = document.Value.Version;
            var (place, served) = (read is null ? await FindOrLoadAsync(model, version, cancellationToken) : Add(new ServedModel(model, version, read.Fitted)))
                ?? throw new InvalidDataException($"Version {version} of the model {model} has no model file.");
            Remove(champion.Serve(place, version, document.ETag));
            Instrumentation.Reloads.Add(1, new KeyValuePair<string, object?>(TelemetryAttributes.Outcome, "loaded"));
            Log.ChampionLoaded(logger, model, version);
            return served;
        }
        catch (InvalidDataException exception)
        {
            champion.Refuse(pointer ?? await registry.ReadChampionETagAsync(model, cancellationToken), exception.Message);
            Instrumentation.Reloads.Add(1, new KeyValuePair<string, object?>(TelemetryAttributes.Outcome, "refused"));
            Log.ChampionRefused(logger, model, champion.Version, exception);
            TellRefusal(model, version, champion.Version);
            return champion.Place?.Served ?? await ReturnAsync(model, champion, cancellationToken);
        }
    }

    /// <summary>Loads the version again that served until it had to give way.</summary>
    /// <exception cref="InvalidDataException">There is none, because the first champion cannot be used; or its file is gone or damaged since.</exception>
    private async Task<ServedModel?> ReturnAsync(string model, ChampionEntry champion, CancellationToken cancellationToken)
    {
        if (champion.Version is not { } version)
            throw new InvalidDataException(champion.Error);
        var (place, served) = await FindOrLoadAsync(model, version, cancellationToken)
            ?? throw new InvalidDataException(champion.Error ?? $"Version {version} of the model {model} has no model file.");
        champion.Return(place);
        return served;
    }

    private async Task<(LoadedModel Place, ServedModel Served)?> FindOrLoadAsync(string model, string version, CancellationToken cancellationToken) =>
        _loaded.TryUse(model, version, out var place) && place.Served is { } served ? (place, served) : await LoadAsync(model, version, cancellationToken);

    private async Task<(LoadedModel Place, ServedModel Served)?> LoadAsync(string model, string version, CancellationToken cancellationToken) =>
        await registry.FindAsync(model, version, cancellationToken) is { } fitted ? Add(new ServedModel(model, version, fitted)) : null;

    private (LoadedModel Place, ServedModel Served)? Add(ServedModel served)
    {
        Instrumentation.CacheLoads.Add(1);
        return (_loaded.Add(served, () => served.Fitted.EstimatedBytes), served);
    }

    /// <summary>A version that was the champion, unless requests name it.</summary>
    private void Remove(LoadedModel? former)
    {
        if (former is { IsNamed: false })
            _loaded.Remove(former);
    }

    /// <param name="version">The one that is refused; null where not even the pointer can be read.</param>
    private void TellRefusal(string model, string? version, string? serving) => CustomEvent.Write(logger, CustomEventNames.ChampionRefused,
    [
        new(TelemetryAttributes.Model, model), new(TelemetryAttributes.Version, version), new(TelemetryAttributes.ServingVersion, serving),
    ]);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Champion {Version} of {Model} is loaded")]
        public static partial void ChampionLoaded(ILogger logger, string model, string version);

        [LoggerMessage(2, LogLevel.Error, "The champion of {Model} cannot be used; version {Serving} goes on serving")]
        public static partial void ChampionRefused(ILogger logger, string model, string? serving, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "The champion of {Model} could not be checked: storage does not answer ({Error}); the loaded one goes on serving")]
        public static partial void CheckFailed(ILogger logger, string model, string error);
    }
}

/// <summary>What came of a look at the champion pointer.</summary>
/// <param name="Served">What is served from now on; null where the model has no champion.</param>
/// <param name="IsNew">Whether another version was served before, or none.</param>
/// <param name="Error">Why an older version is served than the pointer names; null where all is well.</param>
public sealed record CacheRefresh(ServedModel? Served, bool IsNew, string? Error);

/// <summary>One entry of the cache as health shows it.</summary>
/// <param name="Version">The version that is served; null where none could be loaded.</param>
/// <param name="Error">Why a newer champion is not served; null where all is well.</param>
public sealed record CachedModel(string Model, string? Version, string? Error);
