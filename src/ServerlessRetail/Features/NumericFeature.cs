using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>A number, imputed, winsorised and scaled, and a slot that says "was missing" where that carries signal.</summary>
/// <param name="Fill">What a missing cell counts as: the training rows' median.</param>
/// <param name="Minimum">Smallest number in the training rows.</param>
/// <param name="Maximum">Largest number in the training rows.</param>
/// <param name="FlagsMissing">Whether a second slot is 1 for a missing cell and 0 otherwise.</param>
/// <param name="Format">Id of the <see cref="NumberFormat"/> in which the training file wrote the column.</param>
public sealed record NumericFeature(
    string Name, float Fill, NumberScaling Scaling, float Minimum, float Maximum, bool FlagsMissing, string Format) : FeatureColumn(Name)
{
    private readonly NumberFormat _format = NumberFormat.FromId(Format);

    public override int Width => FlagsMissing ? 2 : 1;

    public override string Expected => $"a number, for example {Fill.ToString("G6", CultureInfo.InvariantCulture)}";

    /// <summary>A column of 0 and 1 is a yes or no that a till wrote as a number.</summary>
    private bool IsFlag => this is { Minimum: 0, Maximum: 1 };

    /// <summary>Reads a number written as in the training file, or as JSON writes one.</summary>
    public override bool TryReadText(ReadOnlySpan<char> text, Span<float> cells) => TryReadNumber(ParseNumber(text), cells);

    public override bool TryReadUtf8(ReadOnlySpan<byte> text, Span<float> cells) => TryReadNumber(ParseNumber(text), cells);

    public override bool TryReadNumber(float number, Span<float> cells)
    {
        cells[0] = number;
        return float.IsFinite(number);
    }

    public override void Encode(ReadOnlySpan<float> cells, Span<float> slots)
    {
        var missing = float.IsNaN(cells[0]);
        slots[0] = Scaling.Apply(missing ? Fill : cells[0]);
        if (FlagsMissing)
            slots[1] = missing ? 1 : 0;
    }

    private protected override float ParseNumber(ReadOnlySpan<char> text)
    {
        var number = _format.Parse(text);
        return float.IsNaN(number) ? NumberFormat.Point.Parse(text) : number;
    }

    private protected override float ParseNumber(ReadOnlySpan<byte> utf8)
    {
        var number = _format.Parse(utf8);
        return float.IsNaN(number) ? NumberFormat.Point.Parse(utf8) : number;
    }

    internal override bool TryReadBoolean(bool value, Span<float> cells) => IsFlag && TryReadNumber(value ? 1 : 0, cells);
}
