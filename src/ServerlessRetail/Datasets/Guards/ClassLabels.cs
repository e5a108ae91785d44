namespace ServerlessRetail.Datasets.Guards;

/// <summary>A label of classes as the question whether it is one of them.</summary>
/// <param name="Class">The class that is asked for.</param>
/// <param name="Rest">The other class; null if there are several.</param>
/// <param name="Labels">One a row of the sample: 1 for the class, else 0.</param>
public sealed record ClassLabels(string Class, string? Rest, float[] Labels)
{
    /// <summary>Rows of the class.</summary>
    public int Count { get; } = Labels.Count(label => label > 0.5f);

    /// <summary>Rows of the class or of the rest, whichever are fewer.</summary>
    public int RarerCount => Math.Min(Count, Labels.Length - Count);
}
