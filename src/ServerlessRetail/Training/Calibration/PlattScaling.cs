using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Calibration;

/// <summary>A slope and an offset that make log-odds of raw scores: <c>probability = σ(slope · score + offset)</c>.</summary>
/// <param name="Slope">Above 0 where scores rank right.</param>
internal sealed record PlattScaling(double Slope, double Offset)
{
    private const int MostSteps = 100;
    private const double SmallestStep = 1e-10;
    private const double Ridge = 1e-12;

    public double Probability(double score) => Sigmoid.Of((Slope * score) + Offset);

    /// <summary>
    /// Logistic regression of the labels on the scores (Platt, 1999), with his targets, which keep it finite where the scores
    /// separate the classes, by Newton's method with backtracking (Lin, Lin and Weng, 2007).
    /// </summary>
    /// <param name="scores">Raw scores of rows that the model did not learn from.</param>
    /// <param name="labels">1 and 0.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    public static PlattScaling Fit(double[] scores, float[] labels, float[]? weights = null)
    {
        double positives = 0, negatives = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            if (labels[row] > 0.5f)
                positives += weights?[row] ?? 1;
            else
                negatives += weights?[row] ?? 1;
        }

        var rows = new Targets(scores, labels, weights, High: (positives + 1) / (positives + 2), Low: 1 / (negatives + 2));
        var (slope, offset) = (0.0, Math.Log((positives + 1) / (negatives + 1)));
        var loss = rows.Loss(slope, offset);
        for (var step = 0; step < MostSteps; step++)
        {
            var (bySlope, byOffset) = rows.NewtonStep(slope, offset);
            var size = 1.0;
            while (size > SmallestStep && !(rows.Loss(slope - (size * bySlope), offset - (size * byOffset)) < loss))
                size /= 2;
            if (size <= SmallestStep)
                break;
            (slope, offset) = (slope - (size * bySlope), offset - (size * byOffset));
            loss = rows.Loss(slope, offset);
        }
        return new PlattScaling(slope, offset);
    }

    /// <param name="High">What a positive row's probability should be: not quite 1.</param>
    /// <param name="Low">What a negative row's should be: not quite 0.</param>
    private sealed record Targets(double[] Scores, float[] Labels, float[]? Weights, double High, double Low)
    {
        /// <summary>Negative log likelihood in nats, in a form that overflows nowhere.</summary>
        public double Loss(double slope, double offset)
        {
            double loss = 0;
            for (var row = 0; row < Scores.Length; row++)
            {
                var logOdds = (slope * Scores[row]) + offset;
                var softplus = Math.Max(logOdds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logOdds)));
                loss += (Weights?[row] ?? 1) * (softplus - (Target(row) * logOdds));
            }
            return loss;
        }

        public (double BySlope, double ByOffset) NewtonStep(double slope, double offset)
        {
            double gradientSlope = 0, gradientOffset = 0, slopeSlope = Ridge, slopeOffset = 0, offsetOffset = Ridge;
            for (var row = 0; row < Scores.Length; row++)
            {
                var (score, weight) = (Scores[row], (double)(Weights?[row] ?? 1));
                var probability = Sigmoid.Of((slope * score) + offset);
                var (excess, curvature) = (weight * (probability - Target(row)), weight * probability * (1 - probability));
                gradientSlope += excess * score;
                gradientOffset += excess;
                slopeSlope += curvature * score * score;
                slopeOffset += curvature * score;
                offsetOffset += curvature;
            }
            var determinant = (slopeSlope * offsetOffset) - (slopeOffset * slopeOffset);
            return (
                ((offsetOffset * gradientSlope) - (slopeOffset * gradientOffset)) / determinant,
                ((slopeSlope * gradientOffset) - (slopeOffset * gradientSlope)) / determinant);
        }

        private double Target(int row) => Labels[row] > 0.5f ? High : Low;
    }
}
