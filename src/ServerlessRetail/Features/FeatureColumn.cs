using System.Text.Json.Serialization;

namespace ServerlessRetail.Features;

/// <summary>
/// How one original column becomes slots of the feature vector. A row reaches it as one <em>cell</em>, a float: the
/// number itself, or a category's index; NaN where the cell is missing.
/// </summary>
[JsonDerivedType(typeof(NumericFeature), "numeric")]
[JsonDerivedType(typeof(CategoricalFeature), "categorical")]
public abstract record FeatureColumn(string Name)
{
    /// <summary>Slots that the column fills.</summary>
    [JsonIgnore]
    public abstract int Width { get; }

    /// <summary>Fills the column's slots from a cell. Every slot is written.</summary>
    /// <param name="cell">A number or a category's index; NaN is missing.</param>
    /// <param name="slots"><see cref="Width"/> slots.</param>
    public abstract void Encode(float cell, Span<float> slots);
}
