using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Training.Calibration;

/// <summary>
/// Intervals around predicted numbers, from out-of-fold residuals (cross-conformal prediction; Vovk, 2015). In bins of the
/// raw score the outer quantiles of the residuals say how far the truth is below and above, since errors mostly grow with
/// the amount and are longer on one side. All distances are then multiplied by one factor, the quantile of
/// <c>residual / distance</c> with the correction for finitely many rows (normalised scores; Lei et al., 2018, of quantiles;
/// Romano, Patterson and Candès, 2019), where each row's distance was learned without it.
/// </summary>
/// <param name="Interval">For <see cref="ModelDescription.Interval"/>; null: none.</param>
/// <param name="Report">The choice with its evidence.</param>
public sealed record IntervalChoice(ConformalInterval? Interval, IntervalReport Report)
{
    /// <summary>Share of customers whose true number is to lie in their interval.</summary>
    public const double Level = 0.9;

    /// <summary>
    /// With n rows the share that is really held is spread by √(0.9 · 0.1 / (n + 2)), three points for 100: with fewer rows
    /// a level would claim more than is known.
    /// </summary>
    public const int MinRows = 100;

    /// <summary>Rows that tell the outer twentieths of a bin.</summary>
    private const int RowsPerBin = 100;
    private const int MostBins = 20;

    /// <summary>No distance is less than this share of what holds nine tenths of all residuals: where a bin had none on one side, the other one decides.</summary>
    private const double LeastShare = 1e-3;

    /// <summary>And none is less than what the digits of a label can tell, as a share of the largest or of 1.</summary>
    private const double LabelPrecision = 1e-7;

    /// <param name="rawScores">Out of fold, as the model gives them.</param>
    /// <param name="labels">In the label's unit, one a score.</param>
    /// <param name="scale">What the raw scores are.</param>
    /// <param name="isNonNegative">Whether no training row has a label below 0.</param>
    public static IntervalChoice Choose(double[] rawScores, float[] labels, LabelScale scale, bool isNonNegative)
    {
        if (labels.Length < MinRows)
        {
            return None(string.Create(CultureInfo.InvariantCulture,
                $"{labels.Length} out-of-fold rows are too few to tell what {Level:0%} of customers keep to; it takes {MinRows}."), labels.Length);
        }
        if (!Array.TrueForAll(rawScores, double.IsFinite))
            return None("Some scores are not numbers.", labels.Length);

        var targets = scale == LabelScale.Log ? Array.ConvertAll(labels, label => (float)Math.Log(1 + (double)label)) : labels;
        var bins = Math.Clamp(labels.Length / RowsPerBin, 1, MostBins);
        var check = new CrossCheck<double>(rawScores, targets, null, Strata.Of(ModelTask.Regression, targets));
        var others = check.Answers<(double Score, double Lower, double Upper)>((scores, truth, _) =>
        {
            var distances = Distances(scores, truth, bins);
            return score =>
            {
                var (lower, upper) = distances.Around(score);
                return (score, lower, upper);
            };
        });
        var factor = Quantile([.. others.SelectMany(answers => answers.Zip(targets, Excess))], labels.Length);
        var all = Distances(rawScores, targets, bins);
        var interval = new ConformalInterval(
            Level, all.Scores, [.. all.Below.Select(distance => distance * factor)], [.. all.Above.Select(distance => distance * factor)], isNonNegative);
        return new IntervalChoice(interval, new IntervalReport(
            Level,
            string.Create(CultureInfo.InvariantCulture, $"Out of fold, {Level:0%} of the rows lie within; how far it is below and above a prediction was learned in {all.Scores.Count} steps of it."),
            labels.Length));
    }

    /// <summary>The outer quantiles of the residuals by bins of the score.</summary>
    private static ConformalInterval Distances(double[] scores, float[] targets, int bins)
    {
        var (sorted, residuals) = ((double[])scores.Clone(), new double[scores.Length]);
        for (var row = 0; row < scores.Length; row++)
            residuals[row] = targets[row] - scores[row];
        var least = Math.Max(
            LeastShare * Quantile(Array.ConvertAll(residuals, Math.Abs), residuals.Length),
            LabelPrecision * Math.Max(1, targets.Max(Math.Abs)));
        Array.Sort(sorted, residuals);

        var (centers, below, above) = (new List<double>(), new List<double>(), new List<double>());
        var start = 0;
        foreach (var end in new EqualMassBins(sorted, bins).Ends)
        {
            var ofBin = residuals[start..end];
            Array.Sort(ofBin);
            centers.Add(sorted[start..end].Average());
            below.Add(Math.Max(-Ranked(ofBin, (1 - Level) / 2), least));
            above.Add(Math.Max(Ranked(ofBin, (1 + Level) / 2), least));
            start = end;
        }
        return new ConformalInterval(Level, centers, below, above, IsNonNegative: false);
    }

    /// <summary>How many times as far as expected the truth is from the score.</summary>
    private static double Excess((double Score, double Lower, double Upper) expected, float target) => target < expected.Score
        ? (expected.Score - target) / (expected.Score - expected.Lower)
        : (target - expected.Score) / (expected.Upper - expected.Score);

    /// <summary>
    /// The rank ⌈(n + 1) · level⌉ of n numbers: a further one is above it with a probability of at most 1 less the level.
    /// </summary>
    /// <param name="numbers">Each row's, as often as it was judged.</param>
    private static double Quantile(double[] numbers, int rows)
    {
        Array.Sort(numbers);
        var rank = Math.Min((int)Math.Ceiling((rows + 1) * Level), rows);
        return numbers[(rank * (numbers.Length / rows)) - 1];
    }

    /// <summary>Between the ranks beside (n + 1) · share, the share that few numbers too have below them on average (Weibull, 1939).</summary>
    private static double Ranked(double[] sorted, double share)
    {
        var rank = Math.Clamp((sorted.Length + 1) * share, 1, sorted.Length) - 1;
        var (lower, upper) = ((int)rank, Math.Min((int)rank + 1, sorted.Length - 1));
        return sorted[lower] + ((rank - lower) * (sorted[upper] - sorted[lower]));
    }

    private static IntervalChoice None(string why, int rows) => new(null, new IntervalReport(null, why, rows));
}
