using System.Globalization;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>
/// Groups of customers by probabilities and decisions. Clearly worse is an AUC or, of a sensitive group, a recall (equality of
/// opportunity; Hardt, Price and Srebro, 2016) that is lower, or a mean probability that is off.
/// </summary>
internal sealed class BinarySliceJudge(double[] probabilities, float[] labels, double threshold) : SliceJudge
{
    // A difference can be beyond chance and still too small to matter.
    private const double AucMargin = 0.03;
    private const double RecallMargin = 0.1;
    private const double GapMargin = 0.03;

    private readonly Dictionary<string, double> _overall = BinaryEvaluation.Evaluate(probabilities, labels, threshold);

    public override (IReadOnlyDictionary<string, double> Metrics, string? Note) Judge(int[] rows, bool sensitive)
    {
        var (ofRows, truth) = (Pick(probabilities, rows), Pick(labels, rows));
        var measured = BinaryEvaluation.Evaluate(ofRows, truth, threshold);
        var positives = truth.Count(label => label > 0.5f);
        var selected = ofRows.Count(probability => probability >= threshold);
        var gap = ofRows.Average() - ((double)positives / rows.Length);
        var metrics = new Dictionary<string, double>
        {
            [SliceMetricNames.PositiveRate] = (double)positives / rows.Length,
            [SliceMetricNames.SelectionRate] = (double)selected / rows.Length,
            [SliceMetricNames.CalibrationGap] = gap,
        };
        if (positives > 0 && positives < rows.Length)
            metrics[MetricNames.Auc] = measured[MetricNames.Auc];
        if (selected > 0)
            metrics[MetricNames.Precision] = measured[MetricNames.Precision];
        if (positives > 0)
            metrics[MetricNames.Recall] = measured[MetricNames.Recall];
        return (metrics, Note(metrics, ofRows, positives, sensitive));
    }

    private string? Note(Dictionary<string, double> metrics, double[] ofRows, int positives, bool sensitive)
    {
        if (metrics.TryGetValue(MetricNames.Auc, out var auc))
        {
            var behind = _overall[MetricNames.Auc] - auc;
            if (behind > Math.Max(AucMargin, ClearlyApart * AucNoise.StandardError(auc, positives, ofRows.Length - positives)))
                return Invariant($"AUC {auc:0.000} against {_overall[MetricNames.Auc]:0.000} of all.");
        }

        var gap = metrics[SliceMetricNames.CalibrationGap];
        var noise = Math.Sqrt(ofRows.Sum(probability => probability * (1 - probability))) / ofRows.Length;
        if (Math.Abs(gap) > Math.Max(GapMargin, ClearlyApart * noise))
            return Invariant($"Probabilities are {Math.Abs(gap):0.000} too {(gap > 0 ? "high" : "low")} on average.");

        if (sensitive && metrics.TryGetValue(MetricNames.Recall, out var recall))
        {
            var overall = _overall[MetricNames.Recall];
            if (overall - recall > Math.Max(RecallMargin, ClearlyApart * Math.Sqrt(overall * (1 - overall) / positives)))
                return Invariant($"{recall:P0} of the positive rows are found against {overall:P0} of all.");
        }
        return null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
