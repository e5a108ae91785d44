using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>What other thresholds than the chosen one would have done on the test rows.</summary>
internal static class ThresholdTable
{
    private static readonly double[] SelectedShares = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    /// <summary>Thresholds that select round shares of the rows, the even one, and the chosen one; ascending.</summary>
    /// <param name="chosen">The model's own threshold.</param>
    /// <param name="costs">Null: decisions have no cost.</param>
    public static IReadOnlyList<ThresholdDecisions> Create(double[] probabilities, float[] labels, double chosen, DecisionCosts? costs)
    {
        var sorted = (double[])probabilities.Clone();
        Array.Sort(sorted);
        var thresholds = SelectedShares
            .Select(share => sorted[(int)Math.Clamp(Math.Round((1 - share) * sorted.Length), 0, sorted.Length - 1)])
            .Append(0.5)
            .Append(chosen);
        return [.. thresholds.Where(double.IsFinite).Distinct().Order().Select(threshold => Decide(probabilities, labels, threshold, threshold == chosen, costs))];
    }

    private static ThresholdDecisions Decide(double[] probabilities, float[] labels, double threshold, bool isChosen, DecisionCosts? costs)
    {
        var confusion = BinaryEvaluation.Confusion(probabilities, labels, threshold);
        var (precision, recall, f1) = confusion.PrecisionRecall();
        var cost = costs is null
            ? (double?)null
            : ((confusion.FalsePositives * costs.FalsePositive) + (confusion.FalseNegatives * costs.FalseNegative)) / labels.Length;
        return new ThresholdDecisions(
            threshold, (double)(confusion.TruePositives + confusion.FalsePositives) / labels.Length, precision, recall, f1, cost,
            confusion.TruePositives, confusion.FalsePositives, confusion.TrueNegatives, confusion.FalseNegatives, isChosen);
    }
}
