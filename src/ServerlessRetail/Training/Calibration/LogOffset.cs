using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Calibration;

/// <summary>
/// What to add to the logarithms that a model of amounts gives, so that the amounts are right on average: the exponential of
/// a mean logarithm is the median, which is too low for skewed amounts.
/// </summary>
/// <param name="Offset">For <see cref="Models.ModelDescription.OutputOffset"/>, on the scale of log(1 + label).</param>
/// <param name="Report">The choice with its evidence.</param>
public sealed record LogOffset(double Offset, CalibrationReport Report)
{
    /// <summary>Amounts are changed by a factor of 4 at most: more is a sign of something else.</summary>
    public static readonly double MostOffset = Math.Log(4);

    /// <summary>
    /// Chooses between nothing, Duan's smearing (1983: the mean of the residuals' exponentials, in which a few rows can weigh
    /// much) and the ratio of the sums of truth and prediction: the least squared error of amounts on rows that it was not
    /// learned from.
    /// </summary>
    /// <param name="rawScores">Predicted log(1 + label) out of fold.</param>
    /// <param name="labels">Amounts, 0 or more.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    public static LogOffset Choose(double[] rawScores, float[] labels, float[]? weights = null)
    {
        var check = new CrossCheck<double>(rawScores, labels, weights, Strata.Of(ModelTask.Regression, labels));

        var none = ErrorOf((_, _, _) => 0);
        var smearing = ErrorOf(Smearing);
        var ratio = ErrorOf(Ratio);
        if (!double.IsFinite(none) || (none <= smearing && none <= ratio))
            return new LogOffset(0, new CalibrationReport(CalibrationMethods.None, "An offset brings predicted amounts no nearer to the truth.", labels.Length, null, null));

        var isRatio = ratio <= smearing;
        return new LogOffset(
            isRatio ? Ratio(rawScores, labels, weights) : Smearing(rawScores, labels, weights),
            new CalibrationReport(
                CalibrationMethods.Smearing,
                isRatio ? "The ratio of the sums of truth and prediction comes nearest on rows that it was not learned from."
                    : "The mean of the residuals' exponentials comes nearest on rows that it was not learned from.",
                labels.Length, null, null));

        double ErrorOf(Func<double[], float[], float[]?, double> fit)
        {
            var answers = check.Answers<double>((scores, truth, counts) =>
            {
                var offset = fit(scores, truth, counts);
                return score => Math.Max(0, Math.Exp(score + offset) - 1);
            });
            return check.Mean(check.Losses(answers, (amount, label) => (amount - label) * (amount - label)));
        }
    }

    /// <summary>Duan's offset, bounded by <see cref="MostOffset"/>.</summary>
    internal static double Smearing(double[] rawScores, float[] labels, float[]? weights = null)
    {
        double sum = 0, total = 0;
        for (var row = 0; row < rawScores.Length; row++)
        {
            var weight = (double)(weights?[row] ?? 1);
            sum += weight * (1 + labels[row]) * Math.Exp(-rawScores[row]);
            total += weight;
        }
        return Bounded(Math.Log(sum / total));
    }

    /// <summary>The offset with which the sum of 1 + prediction is that of 1 + truth, bounded by <see cref="MostOffset"/>.</summary>
    internal static double Ratio(double[] rawScores, float[] labels, float[]? weights = null)
    {
        double truth = 0, predicted = 0;
        for (var row = 0; row < rawScores.Length; row++)
        {
            var weight = (double)(weights?[row] ?? 1);
            truth += weight * (1 + labels[row]);
            predicted += weight * Math.Exp(rawScores[row]);
        }
        return Bounded(Math.Log(truth / predicted));
    }

    private static double Bounded(double offset) => double.IsFinite(offset) ? Math.Clamp(offset, -MostOffset, MostOffset) : 0;
}
