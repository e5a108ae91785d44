namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// A learned function from a feature vector to raw scores: log-odds for two classes, one score a class for several
/// (their softmax are the probabilities), the label (or its logarithm) for a number. Immutable, and safe for many threads.
/// </summary>
/// <remarks>Scores are doubles added up in a fixed order, so that every machine gives the same ones.</remarks>
public abstract class Predictor
{
    /// <summary>Slots of the feature vector.</summary>
    public abstract int Width { get; }

    /// <summary>Raw scores of a row: 1, or one a class where there are three classes or more.</summary>
    public abstract int Outputs { get; }

    /// <summary>What the model file calls this kind of predictor.</summary>
    internal abstract PredictorKind Kind { get; }

    /// <summary>Memory that it takes, in bytes, without that of an explainer.</summary>
    internal abstract long Bytes { get; }

    /// <summary>Rows from which it pays to predict them together.</summary>
    internal virtual int FewestTogether => int.MaxValue;

    /// <param name="vector"><see cref="Width"/> slots.</param>
    /// <param name="scores">Room for <see cref="Outputs"/> raw scores.</param>
    public abstract void Predict(ReadOnlySpan<float> vector, Span<double> scores);

    /// <summary>The raw score of a predictor with one output.</summary>
    public double Predict(ReadOnlySpan<float> vector)
    {
        var score = 0.0;
        Predict(vector, new Span<double>(ref score));
        return score;
    }

    /// <summary>The raw scores of many rows, each bit for bit that of the row alone.</summary>
    /// <param name="vectors">Rows × <see cref="Width"/>.</param>
    /// <param name="scores">Room for rows × <see cref="Outputs"/>.</param>
    public virtual void Predict(ReadOnlySpan<float> vectors, int rows, Span<double> scores)
    {
        for (var row = 0; row < rows; row++)
            Predict(vectors.Slice(row * Width, Width), scores.Slice(row * Outputs, Outputs));
    }

    /// <summary>What tells how much each group of slots moved a score.</summary>
    public abstract Explainer CreateExplainer(SlotGroups groups);

    /// <summary>Writes all but kind, width and outputs: what <see cref="PredictorFile"/> gives back to the reader of this kind.</summary>
    internal abstract void Write(BinaryWriter writer);
}

/// <summary>How the model file names the kinds of predictors. A number that was ever written keeps its meaning.</summary>
internal enum PredictorKind
{
    Linear = 1,
    Trees = 2,
    Network = 3,
}
