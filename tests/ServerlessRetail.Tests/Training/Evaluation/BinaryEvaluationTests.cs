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
        Assert.Equal((1 + 1 + (3.0 / 4)) / 3, metrics[MetricNames.PrAuc], 12);
        Assert.Equal((0.01 + 0.04 + 0.49 + 0.36 + 0.04 + 0.01) / 6, metrics[MetricNames.Brier], 12);
        Assert.Equal((0.1 + 0.2 + 0.7 + 0.6 + 0.2 + 0.1) / 6, metrics[MetricNames.Ece], 12);
        Assert.Equal(2.0 / 3, metrics[MetricNames.BalancedAccuracy], 12);
        Assert.Equal(2, metrics[MetricNames.Lift10], 12);
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
    public void Average_precision_is_the_mean_precision_at_each_positive_row() => Rows.Where(rows => rows.Any(row => row.Positive)).Sample(rows =>
    {
        var expected = rows.Where(row => row.Positive).Average(row =>
            rows.Count(other => other.Positive && other.Probability >= row.Probability) / (double)rows.Count(other => other.Probability >= row.Probability));

        return Math.Abs(Metric(rows, MetricNames.PrAuc) - expected) < 1e-12;
    });

    [Fact]
    public void The_lift_of_a_constant_is_1_and_never_above_what_the_positives_allow() => Rows.Where(rows => rows.Any(row => row.Positive)).Sample(rows =>
    {
        var share = rows.Count(row => row.Positive) / (double)rows.Length;
        var constant = rows.Select(row => row with { Probability = 0.3 }).ToArray();

        return Math.Abs(Metric(constant, MetricNames.Lift10) - 1) < 1e-12
            && Metric(rows, MetricNames.Lift10) is var lift && lift >= 0 && lift <= Math.Min(10, 1 / share) + 1e-12;
    });

    [Fact]
    public void The_calibration_error_is_the_mean_gap_of_bins_of_equal_mass()
    {
        // 20 rows in ten bins of two, the gap of a bin being that of its two rows.
        var probabilities = Enumerable.Range(0, 20).Select(row => (row + 0.5) / 20).ToArray();
        var labels = Enumerable.Range(0, 20).Select(row => row % 4 == 0 ? 1f : 0f).ToArray();
        var expected = Enumerable.Range(0, 10).Average(bin =>
            Math.Abs(((probabilities[2 * bin] + probabilities[(2 * bin) + 1]) / 2) - ((labels[2 * bin] + labels[(2 * bin) + 1]) / 2)));

        Assert.Equal(expected, BinaryEvaluation.Evaluate(probabilities, labels, 0.5)[MetricNames.Ece], 12);
    }

    [Fact]
    public void Rows_that_count_twice_are_like_rows_that_are_there_twice() => Gen.Select(Rows, Gen.Int[0, 3].Array[60]).Sample((rows, counts) =>
    {
        var metrics = new BinaryMetrics(Probabilities(rows), Labels(rows), 0.45);
        var inOrder = metrics.Ranking.Order.Select(row => counts[row]).ToArray();
        var repeated = rows.SelectMany((row, i) => Enumerable.Repeat(row, counts[i])).ToArray();
        var values = new double[metrics.Names.Count];

        if (!metrics.Measure(inOrder, values))
            return;

        // Bins are cut once, by the rows as they are.
        var expected = BinaryEvaluation.Evaluate(Probabilities(repeated), Labels(repeated), 0.45);
        foreach (var (name, value) in metrics.Names.Zip(values).Where(metric => metric.First != MetricNames.Ece))
            Assert.Equal(expected[name], value, tolerance: 1e-9);
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

    private static double Metric((double Probability, bool Positive)[] rows, string name) =>
        BinaryEvaluation.Evaluate(Probabilities(rows), Labels(rows), 0.5)[name];

    private static double[] Probabilities((double Probability, bool Positive)[] rows) => [.. rows.Select(row => row.Probability)];

    private static float[] Labels((double Probability, bool Positive)[] rows) => [.. rows.Select(row => row.Positive ? 1f : 0f)];
}
