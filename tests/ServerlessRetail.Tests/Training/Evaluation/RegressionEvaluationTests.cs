using CsCheck;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class RegressionEvaluationTests
{
    // Whole numbers make many ties.
    private static readonly Gen<(double Prediction, float Label)[]> Rows =
        Gen.Select(Gen.Int[-4, 4].Select(number => (double)number), Gen.Int[-4, 4].Select(number => (float)number)).Array[1, 40];

    [Fact]
    public void Metrics_are_those_worked_out_by_hand()
    {
        var metrics = RegressionEvaluation.Evaluate([1, 4, 3], [1, 2, 6]);

        Assert.Equal(Math.Sqrt(13.0 / 3), metrics[MetricNames.Rmse], 12);
        Assert.Equal(5.0 / 3, metrics[MetricNames.Mae], 12);
        Assert.Equal(1 - (13.0 / 14), metrics[MetricNames.RSquared], 12);
        Assert.Equal(5.0 / 9, metrics[MetricNames.Wape], 12);
        Assert.Equal(0.5, metrics[MetricNames.Spearman], 12);
        Assert.Equal(2, metrics[MetricNames.MedianAe], 12);
    }

    [Fact]
    public void An_even_number_of_rows_has_the_median_between_the_middle_two() =>
        Assert.Equal(2.5, RegressionEvaluation.Evaluate([1, 2, 3, 9], [0, 0, 0, 0])[MetricNames.MedianAe], 12);

    [Fact]
    public void The_rank_correlation_is_that_of_ranks_counted_one_by_one() => Rows.Sample(rows =>
    {
        double Rank(Func<(double Prediction, float Label), double> of, (double, float) row) =>
            rows.Count(other => of(other) < of(row)) + ((rows.Count(other => of(other) == of(row)) + 1) / 2.0);
        var left = rows.Select(row => Rank(each => each.Prediction, row)).ToArray();
        var right = rows.Select(row => Rank(each => each.Label, row)).ToArray();

        var metrics = RegressionEvaluation.Evaluate([.. rows.Select(row => row.Prediction)], [.. rows.Select(row => row.Label)]);

        return Math.Abs(metrics[MetricNames.Spearman] - RankStatistics.Pearson(left, right)) < 1e-9;
    });

    [Fact]
    public void Rows_that_count_twice_are_like_rows_that_are_there_twice() => Gen.Select(Rows, Gen.Int[0, 3].Array[40]).Sample((rows, counts) =>
    {
        var metrics = new RegressionMetrics([.. rows.Select(row => row.Prediction)], [.. rows.Select(row => row.Label)]);
        var repeated = rows.SelectMany((row, i) => Enumerable.Repeat(row, counts[i])).ToArray();
        var values = new double[metrics.Names.Count];

        if (!metrics.Measure(counts.AsSpan(0, rows.Length), values))
            return;

        var expected = RegressionEvaluation.Evaluate([.. repeated.Select(row => row.Prediction)], [.. repeated.Select(row => row.Label)]);
        // A tolerance, no number of digits: a metric such as 1 - 3/1024 ends in a 5 that two last bits round up or down.
        foreach (var (name, value) in metrics.Names.Zip(values))
            Assert.Equal(expected[name], value, tolerance: 1e-9);
    });

    [Fact]
    public void A_prediction_that_is_no_number_can_be_seen() =>
        Assert.True(double.IsNaN(RegressionEvaluation.Evaluate([1, double.NaN], [5, 5])[MetricNames.RSquared]));

    [Fact]
    public void The_mean_explains_nothing_and_the_truth_everything()
    {
        Assert.Equal(0, RegressionEvaluation.Evaluate([3, 3, 3], [1, 2, 6])[MetricNames.RSquared], 12);
        Assert.Equal(1, RegressionEvaluation.Evaluate([1, 2, 6], [1, 2, 6])[MetricNames.RSquared], 12);
    }

    [Fact]
    public void Of_labels_that_do_not_vary_nothing_is_explained() =>
        Assert.Equal(0, RegressionEvaluation.Evaluate([1, 2], [5, 5])[MetricNames.RSquared]);

    [Fact]
    public void The_mean_error_is_never_above_the_root_of_the_mean_square() =>
        Gen.Select(Gen.Double[-100, 100], Gen.Float[-100, 100]).Array[1, 40].Sample(rows =>
        {
            var metrics = RegressionEvaluation.Evaluate([.. rows.Select(row => row.Item1)], [.. rows.Select(row => row.Item2)]);

            return metrics[MetricNames.Mae] <= metrics[MetricNames.Rmse] * (1 + 1e-12) && metrics[MetricNames.RSquared] <= 1;
        });
}
