using Azure;

namespace ServerlessRetail.Scoring;

/// <summary>What the cache knows of one model's champion. Read by requests without a lock; written only under <see cref="Gate"/>.</summary>
internal sealed class ChampionEntry
{
    private volatile LoadedModel? _place;
    private volatile string? _version;
    private volatile string? _error;
    private long _absentAt = long.MinValue;

    /// <summary>One load at a time; requests do not pass here once a champion is in memory.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Where the champion is kept, which it may have had to leave; null before the first load.</summary>
    public LoadedModel? Place
    {
        get => _place;
        private set => _place = value;
    }

    /// <summary>The version that serves, in memory or not; null where none has served.</summary>
    public string? Version
    {
        get => _version;
        private set => _version = value;
    }

    /// <summary>Why the version that the pointer names does not serve; null where all is well.</summary>
    public string? Error
    {
        get => _error;
        private set => _error = value;
    }

    /// <summary>ETag of the pointer that named <see cref="Version"/>.</summary>
    public ETag? PointerETag { get; private set; }

    /// <summary>A champion that could not be loaded is not tried again until the pointer moves, or somebody asks for it.</summary>
    public ETag? RefusedETag { get; private set; }

    /// <summary>When the model was found to have no champion; null while it has one, or nobody knows yet.</summary>
    public long? AbsentAt => Volatile.Read(ref _absentAt) is var found and not long.MinValue ? found : null;

    /// <summary>A new champion serves.</summary>
    /// <returns>Where the one before it was kept; null if there was none, or it is the same one.</returns>
    public LoadedModel? Serve(LoadedModel place, string version, ETag pointer)
    {
        Volatile.Write(ref _absentAt, long.MinValue);
        var before = Place;
        (Place, Version, PointerETag) = (place, version, pointer);
        (Error, RefusedETag) = (null, null);
        return before == place ? null : before;
    }

    /// <summary>The version that serves is in memory again.</summary>
    public void Return(LoadedModel place) => Place = place;

    /// <summary>The champion cannot be used; whatever serves goes on serving.</summary>
    public void Refuse(ETag? pointer, string error)
    {
        Volatile.Write(ref _absentAt, long.MinValue);
        (RefusedETag, Error) = (pointer, error);
    }

    /// <summary>The model has no champion.</summary>
    /// <param name="now">A timestamp.</param>
    /// <returns>Where the one that it had was kept.</returns>
    public LoadedModel? Clear(long now)
    {
        var before = Place;
        (Place, Version, PointerETag) = (null, null, null);
        (Error, RefusedETag) = (null, null);
        Volatile.Write(ref _absentAt, now);
        return before;
    }
}
