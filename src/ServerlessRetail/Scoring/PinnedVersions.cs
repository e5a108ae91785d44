namespace ServerlessRetail.Scoring;

/// <summary>The versions that requests asked for by name, at most so many: the one that was not used for longest gives way. Safe for many threads.</summary>
internal sealed class PinnedVersions(int capacity)
{
    /// <summary>Versions that stay in memory beside the champions.</summary>
    public const int MostVersions = 16;

    private readonly Lock _lock = new();

    /// <summary>The one used last stands last.</summary>
    private readonly List<ServedModel> _versions = new(capacity);

    public ServedModel? Find(string model, string version)
    {
        lock (_lock)
        {
            var position = _versions.FindIndex(served => served.Version == version && served.Model == model);
            if (position < 0)
                return null;
            var found = _versions[position];
            _versions.RemoveAt(position);
            _versions.Add(found);
            return found;
        }
    }

    /// <param name="served">One that <see cref="Find"/> does not find.</param>
    public void Add(ServedModel served)
    {
        lock (_lock)
        {
            if (_versions.Count == capacity)
                _versions.RemoveAt(0);
            _versions.Add(served);
        }
    }
}
