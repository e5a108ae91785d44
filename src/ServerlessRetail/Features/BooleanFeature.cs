using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>Yes or no: a slot that is 1 or 0, and one that says "was missing" where that carries signal.</summary>
/// <param name="TrueShare">What a missing cell counts as: the share of yes in the training rows, above 0 and below 1.</param>
/// <param name="FlagsMissing">Whether a second slot is 1 for a missing cell and 0 otherwise.</param>
public sealed record BooleanFeature(string Name, float TrueShare, bool FlagsMissing) : FeatureColumn(Name)
{
    /// <summary>Yes at even places, no at odd ones.</summary>
    private static readonly string[] Spellings = [.. BooleanWords.Spellings.SelectMany(pair => (string[])[pair.True, pair.False])];

    private static readonly Utf8Index Words = new(Spellings);

    public override int Width => FlagsMissing ? 2 : 1;

    public override string Expected => "true or false, or a word such as \"yes\" or \"no\"";

    [JsonIgnore]
    internal override IReadOnlyList<string> KnownTexts => Spellings;

    /// <summary>Reads a word of any pair of <see cref="BooleanWords"/>. Another text is a value that training did not see: like a missing one.</summary>
    public override bool TryReadText(ReadOnlySpan<char> text, Span<float> cells)
    {
        cells[0] = BooleanWords.Parse(text) switch { true => 1, false => 0, null => float.NaN };
        return true;
    }

    public override bool TryReadUtf8(ReadOnlySpan<byte> text, Span<float> cells) => TryReadKnown(CellText.Trim(text), cells) || base.TryReadUtf8(text, cells);

    internal override bool TryReadKnown(ReadOnlySpan<byte> utf8, Span<float> cells)
    {
        var word = Words.Find(utf8);
        if (word < 0)
            return false;
        cells[0] = 1 - (word & 1);
        return true;
    }

    public override void Encode(ReadOnlySpan<float> cells, Span<float> slots)
    {
        var missing = float.IsNaN(cells[0]);
        slots[0] = missing ? TrueShare : cells[0];
        if (FlagsMissing)
            slots[1] = missing ? 1 : 0;
    }
}
