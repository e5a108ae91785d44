using CsCheck;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class MulticlassEvaluationTests
{
    private static readonly double[][] Probabilities = [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.5, 0.4, 0.1], [0.1, 0.2, 0.7]];

    private static readonly float[] Labels = [0, 1, 1, 2];

    [Fact]
    public void Metrics_are_those_worked_out_by_hand()
    {
        var metrics = MulticlassEvaluation.Evaluate(Probabilities, Labels);

        Assert.Equal(-Math.Log(0.6 * 0.5 * 0.4 * 0.7) / 4, metrics[MetricNames.LogLoss], 12);
        Assert.Equal(metrics[MetricNames.LogLoss], MulticlassEvaluation.LogLoss(Probabilities, Labels), 12);
        Assert.Equal(0.75, metrics[MetricNames.Accuracy], 12);
        Assert.Equal((0.5 + 1 + 1) / 3, metrics[MetricNames.MacroPrecision], 12);
        Assert.Equal((1 + 0.5 + 1) / 3, metrics[MetricNames.MacroRecall], 12);
        Assert.Equal(((2.0 / 3) + (2.0 / 3) + 1) / 3, metrics[MetricNames.MacroF1], 12);
        Assert.Equal(1, metrics[MetricNames.MacroAuc], 12);
        Assert.Equal((0.16 + 0.09 + 0.01 + 0.04 + 0.25 + 0.09 + 0.25 + 0.36 + 0.01 + 0.01 + 0.04 + 0.09) / 4, metrics[MetricNames.Brier], 12);

        // 0.7 and 0.6 came true; of the two 0.5, which share a bin, one did.
        Assert.Equal((0.3 + 0.4) / 4, metrics[MetricNames.Ece], 12);
    }

    [Fact]
    public void The_table_has_true_classes_down_and_decided_ones_across() =>
        Assert.Equal(
            [[1, 0, 0], [1, 1, 0], [0, 0, 1]],
            new MulticlassMetrics(Probabilities, Labels).Table());

    [Fact]
    public void A_class_without_a_row_is_left_out_of_the_means()
    {
        var metrics = MulticlassEvaluation.Evaluate([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]], [0, 1]);

        Assert.Equal(1, metrics[MetricNames.MacroF1], 12);
        Assert.Equal(1, metrics[MetricNames.MacroAuc], 12);
    }

    [Fact]
    public void With_two_classes_they_are_the_metrics_of_two_classes() =>
        Gen.Select(Gen.Double[0.01, 0.99], Gen.Bool).Array[4, 40].Where(rows => rows.Any(row => row.Item2) && rows.Any(row => !row.Item2)).Sample(rows =>
        {
            var labels = rows.Select(row => row.Item2 ? 1f : 0f).ToArray();

            var several = MulticlassEvaluation.Evaluate([.. rows.Select(row => new[] { 1 - row.Item1, row.Item1 })], labels);

            var two = BinaryEvaluation.Evaluate([.. rows.Select(row => row.Item1)], labels, Math.BitIncrement(0.5));
            Assert.Equal(two[MetricNames.LogLoss], several[MetricNames.LogLoss], tolerance: 1e-9);
            Assert.Equal(two[MetricNames.Auc], several[MetricNames.MacroAuc], tolerance: 1e-9);
            Assert.Equal(2 * two[MetricNames.Brier], several[MetricNames.Brier], tolerance: 1e-9);
            Assert.Equal(two[MetricNames.BalancedAccuracy], several[MetricNames.MacroRecall], tolerance: 1e-9);
        });
}
