using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Models;
using ServerlessRetail.Storage;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The champions in memory. A request gets what is there and never waits for a check; a new champion is loaded aside,
/// verified, and swapped in one write. If that fails the last good one goes on serving, and health says so.
/// </summary>
public sealed partial class ModelCache(ModelRegistry registry, TimeProvider time, ILogger<ModelCache> logger)
{
    /// <summary>How long "this model has no champion" is believed.</summary>
    private static readonly TimeSpan AbsenceLifetime = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly PinnedVersions _pinned = new(PinnedVersions.MostVersions);

    /// <summary>One load of a named version at a time: of many requests for one only the first reads it.</summary>
    private SemaphoreSlim PinnedGate { get; } = new(1);

    /// <summary>What is loaded now, with the error that keeps a newer champion out, if one does.</summary>
    public IReadOnlyList<CachedModel> Contents =>
        [.. _entries.Select(entry => (entry.Key, entry.Value.Served, entry.Value.Error))
            .Where(entry => entry.Served is not null || entry.Error is not null)
            .Select(entry => new CachedModel(entry.Key, entry.Served?.Version, entry.Error))
            .OrderBy(cached => cached.Model, StringComparer.Ordinal)];

    /// <summary>The champion of a model, from memory or, the first time, from storage.</summary>
    /// <returns>Null where the model has no champion.</returns>
    /// <exception cref="InvalidDataException">There is a champion, its file cannot be used, and no earlier one is loaded.</exception>
    public async ValueTask<ServedModel?> GetAsync(string model, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(model, out var entry))
        {
            if (entry.Served is { } served)
                return served;
            if (entry.Error is null && time.GetElapsedTime(entry.CheckedAt) < AbsenceLifetime)
                return null;
        }
        return await RefreshAsync(model, cancellationToken);
    }

    /// <summary>One version of a model, whatever its champion: from memory or from storage. The most recently used ones stay in memory.</summary>
    /// <param name="version">12 hexadecimal digits in lower case.</param>
    /// <returns>Null where there is no such version.</returns>
    /// <exception cref="InvalidDataException">The version's file is damaged.</exception>
    public async ValueTask<ServedModel?> GetVersionAsync(string model, string version, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(model, out var entry) && entry.Served is { } champion && champion.Version == version)
            return champion;
        if (_pinned.Find(model, version) is { } pinned)
            return pinned;

        await PinnedGate.WaitAsync(cancellationToken);
        try
        {
            if (_pinned.Find(model, version) is { } loaded)
                return loaded;
            if (await registry.FindAsync(model, version, cancellationToken) is not { } fitted)
                return null;
            var served = new ServedModel(model, version, fitted, PointerETag: default);
            _pinned.Add(served);
            return served;
        }
        finally
        {
            PinnedGate.Release();
        }
    }

    /// <summary>Compares with the champion pointer and loads a new champion if there is one.</summary>
    /// <returns>What is served from now on.</returns>
    /// <exception cref="InvalidDataException">The champion's file cannot be used, and no earlier one is loaded.</exception>
    public async Task<ServedModel?> RefreshAsync(string model, CancellationToken cancellationToken)
    {
        // A name that turns out to have no champion leaves no entry behind for long: see ForgetAbsent.
        var entry = _entries.GetOrAdd(model, _ => new Entry());
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            await LoadAsync(model, entry, cancellationToken);
            return entry.Served;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>Checks every loaded model once. Errors are kept for health, not thrown.</summary>
    public async Task RefreshAllAsync(CancellationToken cancellationToken)
    {
        foreach (var (model, entry) in _entries)
        {
            if (entry.Served is null && entry.Error is null)
            {
                ForgetAbsent(model, entry);
                continue;
            }
            try
            {
                await RefreshAsync(model, cancellationToken);
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

    /// <summary>Unknown names, mistyped or made up, must not fill the memory.</summary>
    private void ForgetAbsent(string model, Entry entry)
    {
        if (time.GetElapsedTime(entry.CheckedAt) > AbsenceLifetime)
            _entries.TryRemove(model, out _);
    }

    private async Task LoadAsync(string model, Entry entry, CancellationToken cancellationToken)
    {
        var etag = await registry.ReadChampionETagAsync(model, cancellationToken);
        entry.CheckedAt = time.GetTimestamp();
        if (etag is null)
        {
            entry.Served = null;
            entry.Error = null;
            entry.RefusedETag = null;
            return;
        }
        if (etag == entry.Served?.PointerETag)
            return;
        if (etag == entry.RefusedETag)
        {
            if (entry.Served is null)
                throw new InvalidDataException(entry.Error);
            return;
        }

        try
        {
            var champion = await registry.ReadChampionAsync(model, cancellationToken);
            if (champion is null)
                return;
            var fitted = await registry.LoadAsync(model, champion.Value.Version, cancellationToken);
            entry.Served = new ServedModel(model, champion.Value.Version, fitted, champion.ETag);
            entry.Error = null;
            entry.RefusedETag = null;
            Instrumentation.Reloads.Add(1, new KeyValuePair<string, object?>("outcome", "loaded"));
            Log.ChampionLoaded(logger, model, champion.Value.Version);
        }
        catch (InvalidDataException exception)
        {
            entry.Error = exception.Message;
            entry.RefusedETag = etag;
            Instrumentation.Reloads.Add(1, new KeyValuePair<string, object?>("outcome", "refused"));
            Log.ChampionRefused(logger, model, entry.Served?.Version, exception);
            if (entry.Served is null)
                throw;
        }
    }

    private sealed class Entry
    {
        private volatile ServedModel? _served;
        private volatile string? _error;
        private long _checkedAt;

        /// <summary>One load at a time; requests do not pass here once a model is served.</summary>
        public SemaphoreSlim Gate { get; } = new(1);

        public ServedModel? Served
        {
            get => _served;
            set => _served = value;
        }

        public string? Error
        {
            get => _error;
            set => _error = value;
        }

        /// <summary>A champion that could not be loaded is not tried again until the pointer moves.</summary>
        public ETag? RefusedETag { get; set; }

        public long CheckedAt
        {
            get => Volatile.Read(ref _checkedAt);
            set => Volatile.Write(ref _checkedAt, value);
        }
    }

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

/// <summary>One entry of the cache as health shows it.</summary>
/// <param name="Version">The version that is served; null where none could be loaded.</param>
/// <param name="Error">Why a newer champion is not served; null where all is well.</param>
public sealed record CachedModel(string Model, string? Version, string? Error);
