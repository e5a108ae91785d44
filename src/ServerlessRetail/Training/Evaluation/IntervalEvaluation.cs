using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Whether intervals hold what they claim.</summary>
internal static class IntervalEvaluation
{
    /// <param name="rawScores">Of a regression, on rows that nothing was learned from.</param>
    /// <param name="labels">The truth, one a score.</param>
    /// <returns>Null where the model has no intervals.</returns>
    public static IntervalQuality? Evaluate(FittedModel model, double[] rawScores, float[] labels)
    {
        if (model.Description.Interval is not { } rule || labels.Length == 0)
            return null;
        var (held, width) = (0, 0.0);
        for (var row = 0; row < labels.Length; row++)
        {
            if (model.Interval(rawScores[row]) is not { } interval)
                return null;
            held += interval.Lower <= labels[row] && labels[row] <= interval.Upper ? 1 : 0;
            width += interval.Upper - interval.Lower;
        }
        var coverage = (double)held / labels.Length;
        var (low, high) = WilsonInterval.Of(coverage, labels.Length);
        return new IntervalQuality(rule.Level, coverage, low, high, width / labels.Length);
    }
}
