using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ServerlessRetail.Telemetry;

/// <summary>
/// A log entry that Application Insights keeps as a custom event: Azure Monitor's exporter knows it by the attribute
/// <c>microsoft.custom_event.name</c>. Everywhere else it is a line like any other. Holds ids, codes and metrics, never a
/// customer's value.
/// </summary>
internal sealed class CustomEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string NameAttribute = "microsoft.custom_event.name";

    private static readonly EventId Id = new(100, nameof(CustomEvent));

    private readonly List<KeyValuePair<string, object?>> _attributes;

    private CustomEvent(string name, IEnumerable<KeyValuePair<string, object?>> attributes) =>
        _attributes = [KeyValuePair.Create<string, object?>(NameAttribute, name), .. attributes.Where(attribute => attribute.Value is not null)];

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    /// <param name="name">One of <see cref="CustomEventNames"/>.</param>
    /// <param name="attributes">What is null is left out.</param>
    public static void Write(ILogger logger, string name, IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        if (logger.IsEnabled(LogLevel.Information))
            logger.Log(LogLevel.Information, Id, new CustomEvent(name, attributes), exception: null, (state, _) => state.ToString());
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        $"{_attributes[0].Value}: {string.Join(", ", _attributes.Skip(1).Select(attribute => string.Create(CultureInfo.InvariantCulture, $"{attribute.Key} {attribute.Value}")))}";
}

/// <summary>Names of the custom events.</summary>
public static class CustomEventNames
{
    /// <summary>A version became the champion.</summary>
    public const string ModelPromoted = "ModelPromoted";

    /// <summary>A version was trained, and the gate kept the champion.</summary>
    public const string ModelKept = "ModelKept";

    /// <summary>A bulk file was scored.</summary>
    public const string FileScored = "FileScored";

    /// <summary>An upload cannot be used.</summary>
    public const string UploadRejected = "UploadRejected";

    /// <summary>A run ended with an error.</summary>
    public const string RunFailed = "RunFailed";

    /// <summary>A champion cannot be loaded; the one before serves.</summary>
    public const string ChampionRefused = "ChampionRefused";
}
