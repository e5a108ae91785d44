using System.Globalization;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>
/// Groups of customers by predicted numbers. Clearly worse is a mean prediction that is off, or an error that is a larger part
/// of the amounts than for all.
/// </summary>
internal sealed class RegressionSliceJudge(double[] predictions, float[] labels) : SliceJudge
{
    // A difference can be beyond chance and still too small to matter.
    private const double GapMargin = 0.25;
    private const double WapeMargin = 1.25;

    private readonly Dictionary<string, double> _overall = RegressionEvaluation.Evaluate(predictions, labels);

    public override (IReadOnlyDictionary<string, double> Metrics, string? Note) Judge(int[] rows, bool sensitive)
    {
        var (ofRows, truth) = (Pick(predictions, rows), Pick(labels, rows));
        var metrics = RegressionEvaluation.Evaluate(ofRows, truth);
        var errors = ofRows.Select((prediction, row) => prediction - truth[row]).ToArray();
        metrics[SliceMetricNames.CalibrationGap] = errors.Average();
        return (metrics, Note(metrics, errors, truth));
    }

    private string? Note(Dictionary<string, double> metrics, double[] errors, float[] truth)
    {
        var gap = metrics[SliceMetricNames.CalibrationGap];
        if (Math.Abs(gap) > Math.Max(GapMargin * _overall[MetricNames.Mae], ClearlyApart * ErrorOfMean(errors)))
            return Invariant($"Predictions are {Math.Abs(gap):G3} too {(gap > 0 ? "high" : "low")} on average.");

        var (wape, overall) = (metrics[MetricNames.Wape], _overall[MetricNames.Wape]);
        var amount = truth.Average(label => Math.Abs((double)label));
        var noise = ErrorOfMean(Array.ConvertAll(errors, Math.Abs)) / amount;
        return wape > WapeMargin * overall && wape - overall > ClearlyApart * noise
            ? Invariant($"The errors are {wape:P0} of the amounts against {overall:P0} of all.")
            : null;
    }

    private static double ErrorOfMean(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length / values.Length);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
