using CsCheck;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class RegressionEvaluationTests
{
    [Fact]
    public void Metrics_are_those_worked_out_by_hand()
    {
        var metrics = RegressionEvaluation.Evaluate([1, 4, 3], [1, 2, 6]);

        Assert.Equal(Math.Sqrt(13.0 / 3), metrics[MetricNames.Rmse], 12);
        Assert.Equal(5.0 / 3, metrics[MetricNames.Mae], 12);
        Assert.Equal(1 - (13.0 / 14), metrics[MetricNames.RSquared], 12);
    }

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
