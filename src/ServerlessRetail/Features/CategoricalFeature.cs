using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace ServerlessRetail.Features;

/// <summary>
/// A text, one-hot encoded: one slot a category, then <c>unknown</c> (a value that training did not see, or saw too
/// rarely), then <c>missing</c>.
/// </summary>
/// <param name="Categories">The known texts, most frequent first.</param>
public sealed record CategoricalFeature(string Name, IReadOnlyList<string> Categories) : FeatureColumn(Name)
{
    private readonly FrozenDictionary<string, int> _exact = Index(Categories, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, int> _ignoringCase = Index(Categories, StringComparer.OrdinalIgnoreCase);

    public override int Width => Categories.Count + 2;

    /// <summary>The cell of a value that is present but not known.</summary>
    [JsonIgnore]
    public int UnknownIndex => Categories.Count;

    /// <summary>The cell of a text: its category's index, else <see cref="UnknownIndex"/>. Case counts only where two categories differ by it.</summary>
    public int IndexOf(string text) =>
        _exact.TryGetValue(text, out var index) || _ignoringCase.TryGetValue(text, out index) ? index : UnknownIndex;

    public override void Encode(float cell, Span<float> slots)
    {
        slots.Clear();
        slots[float.IsNaN(cell) ? Categories.Count + 1 : (int)cell] = 1;
    }

    private static FrozenDictionary<string, int> Index(IReadOnlyList<string> categories, StringComparer comparer)
    {
        var index = new Dictionary<string, int>(comparer);
        for (var i = 0; i < categories.Count; i++)
            index.TryAdd(categories[i], i);
        return index.ToFrozenDictionary(comparer);
    }
}
