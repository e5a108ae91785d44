namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Takes a raw score apart into what each group of slots added to it, compared with the average training row:
/// <c>base + Σ contribution = score</c>. Immutable, and safe for many threads.
/// </summary>
public abstract class Explainer
{
    /// <summary>Groups of slots: columns of the customer file.</summary>
    public abstract int Groups { get; }

    /// <summary>The score that contributions are counted from, one an output.</summary>
    public abstract ReadOnlySpan<double> BaseScores { get; }

    /// <summary>Memory that it takes beside its predictor, in bytes.</summary>
    internal abstract long Bytes { get; }

    /// <param name="vector">The row's feature vector.</param>
    /// <param name="output">Which raw score to explain, from 0.</param>
    /// <param name="contributions">Room for <see cref="Groups"/> contributions, in the unit of the raw score; every one is written.</param>
    public abstract void Explain(ReadOnlySpan<float> vector, int output, Span<double> contributions);
}
