using System.Collections.Frozen;
using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>
/// A text, one-hot encoded: one slot a category, then one for every other value (<c>unknown</c>: training did not see
/// it, or too rarely), then <c>missing</c>. Where training saw many more categories than have slots, the other values
/// share several slots by their hash (Weinberger et al., 2009).
/// </summary>
/// <remarks>
/// Hashed rather than encoded by the label's mean (Micci-Barreca, 2001): free of leaks a mean must be taken out of fold
/// for training rows and over all of them for scoring, so that the same row would get two vectors. A hash gives every
/// row the vector that training saw.
/// </remarks>
/// <param name="Categories">The known texts, most frequent first.</param>
/// <param name="Buckets">Slots for all other values, 1 or more.</param>
/// <param name="IsOrdinal">
/// Instead of one-hot: a single slot with the value's place, which is the category's by its frequency or, where all
/// categories are numbers (hours, classes), by its size, then <c>unknown</c>, then <c>missing</c>.
/// </param>
public sealed record CategoricalFeature(string Name, IReadOnlyList<string> Categories, int Buckets = 1, bool IsOrdinal = false) : FeatureColumn(Name)
{
    private readonly Utf8Index _utf8 = new(Categories);
    private readonly FrozenDictionary<string, int> _exact = Index(Categories, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, int> _ignoringCase = Index(Categories, StringComparer.OrdinalIgnoreCase);
    private readonly FrozenDictionary<float, int> _numbers = IndexNumbers(Categories);
    private readonly int[] _places = PlaceAll(Categories, Categories.Count + Buckets + 1);

    public override int Width => IsOrdinal ? 1 : MissingIndex + 1;

    public override string Expected => $"a text, for example \"{(Categories.Count > 0 ? Categories[0] : "a")}\"";

    /// <summary>The cell of a value without a slot of its own; the first of them where there are several.</summary>
    [JsonIgnore]
    public int UnknownIndex => Categories.Count;

    [JsonIgnore]
    internal override IReadOnlyList<string> KnownTexts => Categories;

    /// <summary>A category is in the list, in three dictionaries and in UTF-8.</summary>
    internal override long EstimatedBytes => base.EstimatedBytes + Categories.Sum(category => 200L + (3 * category.Length));

    private int MissingIndex => Categories.Count + Buckets;

    /// <summary>
    /// The cell of a text: its category's index, else one from <see cref="UnknownIndex"/> on. Case counts only where two
    /// categories differ by it, and 1.0 is 1 unless both are categories.
    /// </summary>
    public int IndexOf(ReadOnlySpan<char> text)
    {
        if (_exact.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var index)
            || _ignoringCase.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out index)
            || (_numbers.Count > 0 && _numbers.TryGetValue(NumberFormat.Point.Parse(text), out index)))
        {
            return index;
        }

        return UnknownIndex + (Buckets == 1 ? 0 : (int)(Fnv1a.Hash(text) % (uint)Buckets));
    }

    public override bool TryReadText(ReadOnlySpan<char> text, Span<float> cells)
    {
        cells[0] = IndexOf(CellText.Trim(text));
        return true;
    }

    public override bool TryReadUtf8(ReadOnlySpan<byte> text, Span<float> cells) => TryReadKnown(CellText.Trim(text), cells) || base.TryReadUtf8(text, cells);

    internal override bool TryReadKnown(ReadOnlySpan<byte> utf8, Span<float> cells)
    {
        var index = _utf8.Find(utf8);
        if (index < 0)
            return false;
        cells[0] = index;
        return true;
    }

    public override void Encode(ReadOnlySpan<float> cells, Span<float> slots)
    {
        var index = float.IsNaN(cells[0]) ? MissingIndex : (int)cells[0];
        slots.Clear();
        slots[IsOrdinal ? 0 : index] = IsOrdinal ? _places[index] : 1;
    }

    private static FrozenDictionary<string, int> Index(IReadOnlyList<string> categories, StringComparer comparer)
    {
        var index = new Dictionary<string, int>(comparer);
        for (var i = 0; i < categories.Count; i++)
            index.TryAdd(categories[i], i);
        return index.ToFrozenDictionary(comparer);
    }

    private static int[] PlaceAll(IReadOnlyList<string> categories, int count)
    {
        var places = Enumerable.Range(0, count).ToArray();
        var numbers = categories.Select(category => NumberFormat.Point.Parse(category)).ToArray();
        if (!Array.TrueForAll(numbers, float.IsFinite))
            return places;
        var bySize = Enumerable.Range(0, numbers.Length).OrderBy(category => numbers[category]).ToArray();
        for (var place = 0; place < bySize.Length; place++)
            places[bySize[place]] = place;
        return places;
    }

    private static FrozenDictionary<float, int> IndexNumbers(IReadOnlyList<string> categories)
    {
        var index = new Dictionary<float, int>();
        for (var i = 0; i < categories.Count; i++)
        {
            if (NumberFormat.Point.Parse(categories[i]) is var number && !float.IsNaN(number))
                index.TryAdd(number, i);
        }

        return index.ToFrozenDictionary();
    }
}
