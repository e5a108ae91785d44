namespace ServerlessRetail.Models;

/// <summary>
/// A linear function of the feature vector: <c>bias + Σ weight · slot</c>. Its contributions are exact: a column's is
/// <c>Σ weight · (slot - mean slot of the training rows)</c>, so that they sum to the score less the average score.
/// </summary>
/// <param name="bias">Score of the zero vector.</param>
/// <param name="weights">One a slot.</param>
/// <param name="means">Each slot's mean over the training rows.</param>
public sealed class LinearPredictor(float bias, float[] weights, float[] means)
{
    public float Bias { get; } = bias;

    public ReadOnlySpan<float> Weights => weights;

    public ReadOnlySpan<float> Means => means;

    public int Width => weights.Length;

    /// <summary>The raw score: log-odds for a classifier, standardised label for a regression.</summary>
    public double Predict(ReadOnlySpan<float> vector)
    {
        // Doubles, because the order of the additions must not show in the sixth digit.
        double score = Bias;
        for (var slot = 0; slot < weights.Length; slot++)
            score += (double)weights[slot] * vector[slot];
        return score;
    }

    /// <summary>What some slots add to the raw score, compared with the average training row.</summary>
    public double Contribution(ReadOnlySpan<float> vector, Range slots)
    {
        var (start, length) = slots.GetOffsetAndLength(weights.Length);
        double contribution = 0;
        for (var slot = start; slot < start + length; slot++)
            contribution += weights[slot] * ((double)vector[slot] - means[slot]);
        return contribution;
    }
}
