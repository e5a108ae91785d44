using System.Text.Json.Serialization;

namespace ServerlessRetail.Features;

/// <summary>How the slots of numbers and ages are scaled; learned from the training rows after winsorising and imputation.</summary>
public enum SlotScaling
{
    /// <summary>Mean 0, standard deviation 1.</summary>
    Standard,

    /// <summary>Smallest training number 0, largest 1.</summary>
    MinMax,

    /// <summary>Median 0, interquartile range 1; standard where the quartiles are the same.</summary>
    Robust,
}

/// <summary>What is done to a whole feature vector after its slots are filled.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RowScaling>))]
public enum RowScaling
{
    None,

    /// <summary>Divided by its Euclidean length; a vector of zeros stays as it is.</summary>
    UnitLength,
}

/// <summary>What a trainer wants of the feature vectors.</summary>
/// <param name="TakesLogs">Whether heavily skewed numbers are taken as logarithms.</param>
/// <param name="OneHot">Whether categories have a slot each; otherwise a column has one slot, with the category's place.</param>
public sealed record FeatureOptions(
    SlotScaling Slots = SlotScaling.Standard, RowScaling Rows = RowScaling.None, bool TakesLogs = true, bool OneHot = true);
