using System.Globalization;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Groups of customers by decisions among several classes. Clearly worse is a share of right decisions that is lower.</summary>
internal sealed class MulticlassSliceJudge(double[][] probabilities, float[] labels) : SliceJudge
{
    // A difference can be beyond chance and still too small to matter.
    private const double AccuracyMargin = 0.05;

    private readonly double _overall = MulticlassEvaluation.Evaluate(probabilities, labels)[MetricNames.Accuracy];

    public override (IReadOnlyDictionary<string, double> Metrics, string? Note) Judge(int[] rows, bool sensitive)
    {
        var measured = MulticlassEvaluation.Evaluate(Pick(probabilities, rows), Pick(labels, rows));
        var metrics = new Dictionary<string, double>();
        foreach (var name in (string[])[MetricNames.Accuracy, MetricNames.LogLoss, MetricNames.Brier])
            metrics[name] = measured[name];
        var accuracy = metrics[MetricNames.Accuracy];
        var noise = Math.Sqrt(_overall * (1 - _overall) / rows.Length);
        var isWorse = _overall - accuracy > Math.Max(AccuracyMargin, ClearlyApart * noise);
        return (metrics, isWorse ? string.Create(CultureInfo.InvariantCulture, $"{accuracy:P0} of the decisions are right against {_overall:P0} of all.") : null);
    }
}
