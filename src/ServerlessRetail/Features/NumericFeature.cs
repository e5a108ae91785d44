using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>A number, imputed and standardised: (cell - mean) / deviation, and a slot that says "was missing" where that carries signal.</summary>
/// <param name="Fill">What a missing cell counts as: the training rows' median.</param>
/// <param name="Mean">Mean of the training rows after imputation.</param>
/// <param name="Deviation">Standard deviation of the training rows after imputation, above 0.</param>
/// <param name="Minimum">Smallest number in the training rows.</param>
/// <param name="Maximum">Largest number in the training rows.</param>
/// <param name="FlagsMissing">Whether a second slot is 1 for a missing cell and 0 otherwise.</param>
/// <param name="Format">Id of the <see cref="NumberFormat"/> in which the training file wrote the column.</param>
public sealed record NumericFeature(
    string Name, float Fill, float Mean, float Deviation, float Minimum, float Maximum, bool FlagsMissing, string Format) : FeatureColumn(Name)
{
    private readonly NumberFormat _format = NumberFormat.FromId(Format);

    public override int Width => FlagsMissing ? 2 : 1;

    /// <summary>Reads a number written as in the training file, or as JSON writes one; NaN where it is neither.</summary>
    public float ParseText(string? text)
    {
        var number = _format.Parse(text);
        return float.IsNaN(number) ? NumberFormat.Point.Parse(text) : number;
    }

    public override void Encode(float cell, Span<float> slots)
    {
        var missing = float.IsNaN(cell);

        // A number far beyond those of training must not become infinite: two of them could add up to no score at all.
        var standardized = ((missing ? Fill : (double)cell) - Mean) / Deviation;
        slots[0] = (float)Math.Clamp(standardized, float.MinValue, float.MaxValue);
        if (FlagsMissing)
            slots[1] = missing ? 1 : 0;
    }
}
