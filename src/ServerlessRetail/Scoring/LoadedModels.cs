using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The versions in memory, champions and those that requests named, under one budget: where it does not suffice, the one
/// that was not used for longest gives way. The one that came last always stays, however large. Safe for many threads;
/// finding a version takes no lock.
/// </summary>
/// <param name="budget">Bytes that all versions together may take.</param>
internal sealed class LoadedModels(long budget)
{
    private readonly ConcurrentDictionary<(string Model, string Version), LoadedModel> _models = new();
    private readonly Lock _lock = new();
    private long _clock;
    private long _bytes;

    /// <summary>Bytes that the versions take by their own estimates.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => _models.Count;

    /// <summary>The version, if it is in memory, which counts as a use.</summary>
    public bool TryUse(string model, string version, [NotNullWhen(true)] out LoadedModel? loaded) =>
        _models.TryGetValue((model, version), out loaded) && Use(loaded) is not null;

    /// <summary>Notes that a version is used.</summary>
    /// <returns>Null where it has given way in the meantime.</returns>
    public ServedModel? Use(LoadedModel loaded)
    {
        // One that is the latest stays so: to write would take the line from all other processors, for each request.
        if (loaded.UsedAt != Volatile.Read(ref _clock))
            loaded.UsedAt = Interlocked.Increment(ref _clock);
        return loaded.Served;
    }

    /// <summary>Takes a version in, which counts as a use, and makes room for it.</summary>
    /// <param name="measure">What it takes in memory, bytes, asked again whenever another comes: what explains a score is made when it is first needed.</param>
    /// <returns>Where it is kept; if it was there already, that place, with what was there.</returns>
    public LoadedModel Add(ServedModel served, Func<long> measure)
    {
        lock (_lock)
        {
            if (TryUse(served.Model, served.Version, out var present))
                return present;
            var added = new LoadedModel(served, measure) { UsedAt = Interlocked.Increment(ref _clock) };
            _models[(served.Model, served.Version)] = added;
            foreach (var model in _models.Values)
                Grow(model.Measure());
            while (_bytes > budget && _models.Count > 1)
            {
                var oldest = _models.Where(model => model.Value != added).MinBy(model => model.Value.UsedAt);
                Drop(oldest.Key, oldest.Value);
                Instrumentation.Evictions.Add(1);
            }
            return added;
        }
    }

    /// <summary>Lets go of a version that nobody will ask for. A request that has it keeps it to its end.</summary>
    public void Remove(LoadedModel loaded)
    {
        lock (_lock)
        {
            if (loaded.Served is { } served)
                Drop((served.Model, served.Version), loaded);
        }
    }

    private void Drop((string Model, string Version) key, LoadedModel loaded)
    {
        _models.TryRemove(key, out _);
        loaded.Release();
        Grow(-loaded.Bytes);
    }

    private void Grow(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        Instrumentation.CacheSize.Add(bytes);
    }
}

/// <summary>The place of one version in memory.</summary>
internal sealed class LoadedModel(ServedModel served, Func<long> measure)
{
    private volatile ServedModel? _served = served;
    private volatile bool _isNamed;
    private long _usedAt;

    /// <summary>Bytes that it took when it was last measured. Written under the lock of its owner.</summary>
    public long Bytes { get; private set; }

    /// <summary>Null once the version has given way to others.</summary>
    public ServedModel? Served => _served;

    /// <summary>Whether a request asked for this very version, so that it stays when it is the champion no more.</summary>
    public bool IsNamed
    {
        get => _isNamed;
        set => _isNamed = value;
    }

    /// <summary>The later the use, the higher.</summary>
    public long UsedAt
    {
        get => Volatile.Read(ref _usedAt);
        set => Volatile.Write(ref _usedAt, value);
    }

    /// <returns>How many bytes more it takes than before.</returns>
    public long Measure()
    {
        var before = Bytes;
        Bytes = measure();
        return Bytes - before;
    }

    /// <summary>Lets go of the version, also where somebody still holds its place.</summary>
    public void Release()
    {
        _served = null;
        measure = static () => 0;
    }
}
