using CsCheck;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class BinaryEvaluationTests
{
    // Tenths make many ties.
    private static readonly Gen<(double Probability, bool Positive)[]> Rows =
        Gen.Select(Gen.OneOf(Gen.Int[0, 10].Select(tenths => tenths / 10.0), Gen.Double[0, 1]), Gen.Bool).Array[1, 60];

    [Fact]
    public void Metrics_are_those_worked_out_by_hand()
    {
        double[] probabilities = [0.9, 0.8, 0.3, 0.6, 0.2, 0.1];
        float[] labels = [1, 1, 1, 0, 0, 0];

        var metrics = BinaryEvaluation.Evaluate(probabilities, labels, threshold: 0.6);

        Assert.Equal(new ConfusionMatrix(2, 1, 2, 1), BinaryEvaluation.Confusion(probabilities, labels, 0.6));
        Assert.Equal(8.0 / 9, metrics[MetricNames.Auc], 12);
        Assert.Equal(-Math.Log(0.9 * 0.8 * 0.3 * 0.4 * 0.8 * 0.9) / 6, metrics[MetricNames.LogLoss], 12);
        Assert.Equal(4.0 / 6, metrics[MetricNames.Accuracy], 12);
        Assert.Equal(2.0 / 3, metrics[MetricNames.Precision], 12);
        Assert.Equal(2.0 / 3, metrics[MetricNames.Recall], 12);
        Assert.Equal(2.0 / 3, metrics[MetricNames.F1], 12);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, new float[] { 0, 0, 1, 1 }, 1)]
    [InlineData(new double[] { 4, 3, 2, 1 }, new float[] { 0, 0, 1, 1 }, 0)]
    [InlineData(new double[] { 1, 1, 1, 1 }, new float[] { 0, 0, 1, 1 }, 0.5)]
    [InlineData(new double[] { 1, 2, 2, 3 }, new float[] { 0, 0, 1, 1 }, 0.875)]
    [InlineData(new double[] { 1, 2 }, new float[] { 1, 1 }, 0.5)]
    [InlineData(new double[] { 1, 2 }, new float[] { 0, 0 }, 0.5)]
    public void The_area_under_the_curve_counts_ties_half(double[] scores, float[] labels, double expected) =>
        Assert.Equal(expected, BinaryEvaluation.Auc(scores, labels), 12);

    [Fact]
    public void The_area_under_the_curve_is_the_share_of_pairs_in_the_right_order() => Rows.Sample(rows =>
    {
        var positives = rows.Where(row => row.Positive).Select(row => row.Probability).ToArray();
        var negatives = rows.Where(row => !row.Positive).Select(row => row.Probability).ToArray();
        var right = positives.Sum(positive => negatives.Sum(negative => positive > negative ? 1 : positive == negative ? 0.5 : 0));
        var expected = positives.Length * negatives.Length is > 0 and var pairs ? right / pairs : 0.5;

        return Math.Abs(BinaryEvaluation.Auc(Probabilities(rows), Labels(rows)) - expected) < 1e-12;
    });

    [Fact]
    public void The_best_threshold_is_the_highest_of_those_that_no_other_beats() => Rows.Where(rows => rows.Any(row => row.Positive)).Sample(rows =>
    {
        var (probabilities, labels) = (Probabilities(rows), Labels(rows));
        double F1(double threshold) => BinaryEvaluation.Evaluate(probabilities, labels, threshold)[MetricNames.F1];
        var best = probabilities.Max(F1);
        var expected = probabilities.Where(threshold => F1(threshold) > best - 1e-12).Max();

        return BinaryEvaluation.BestF1Threshold(probabilities, labels) == expected;
    });

    [Fact]
    public void Confusion_counts_every_row_once_and_a_probability_at_the_threshold_as_positive() =>
        Gen.Select(Rows, Gen.Int[0, 10]).Sample((rows, tenths) =>
        {
            var threshold = tenths / 10.0;
            var expected = new ConfusionMatrix(
                rows.Count(row => row.Positive && row.Probability >= threshold), rows.Count(row => !row.Positive && row.Probability >= threshold),
                rows.Count(row => !row.Positive && row.Probability < threshold), rows.Count(row => row.Positive && row.Probability < threshold));

            return BinaryEvaluation.Confusion(Probabilities(rows), Labels(rows), threshold) == expected;
        });

    [Fact]
    public void A_certainty_that_is_wrong_costs_much_but_not_without_end()
    {
        Assert.Equal(-Math.Log(1e-15), BinaryEvaluation.LogLoss([0.0], [1]), 9);
        Assert.Equal(-Math.Log(1e-15), BinaryEvaluation.LogLoss([1.0], [0]), 9);
        Assert.Equal(0, BinaryEvaluation.LogLoss([1.0, 0.0], [1, 0]), 9);
    }

    [Fact]
    public void Where_nothing_is_decided_positive_the_ratios_are_0()
    {
        var metrics = BinaryEvaluation.Evaluate([0.1, 0.2], [0, 0], threshold: 0.5);

        Assert.Equal([0, 0, 0], [metrics[MetricNames.Precision], metrics[MetricNames.Recall], metrics[MetricNames.F1]]);
        Assert.Equal(1, metrics[MetricNames.Accuracy]);
    }

    private static double[] Probabilities((double Probability, bool Positive)[] rows) => [.. rows.Select(row => row.Probability)];

    private static float[] Labels((double Probability, bool Positive)[] rows) => [.. rows.Select(row => row.Positive ? 1f : 0f)];
}
