using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>A version in memory, ready to score. A request that has one keeps it to its end.</summary>
/// <param name="model">The model's name.</param>
/// <param name="version">12 hexadecimal digits in lower case.</param>
/// <param name="fitted">What scores.</param>
public sealed class ServedModel(string model, string version, FittedModel fitted)
{
    private readonly Lock _lock = new();
    private volatile ScoringKit? _kit;

    public string Model { get; } = model;

    public string Version { get; } = version;

    public FittedModel Fitted { get; } = fitted;

    /// <summary>What requests share, made for the first of them.</summary>
    internal ScoringKit Kit => _kit ?? CreateKit();

    private ScoringKit CreateKit()
    {
        lock (_lock)
            return _kit ??= new ScoringKit(this);
    }
}
