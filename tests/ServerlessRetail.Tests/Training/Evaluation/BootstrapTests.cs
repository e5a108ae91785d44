using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class BootstrapTests
{
    [Fact]
    public void Intervals_of_a_mean_have_the_truth_in_about_95_of_100_samples()
    {
        var covered = 0;
        for (var sample = 0; sample < 200; sample++)
        {
            var random = new Random(sample);
            var labels = Enumerable.Range(0, 150).Select(_ => (float)random.NextDouble()).ToArray();

            var (low, high) = Intervals(new RegressionMetrics(new double[150], labels), 200)[MetricNames.Mae]!.Value;

            covered += low <= 0.5 && 0.5 <= high ? 1 : 0;
        }

        Assert.InRange(covered, 178, 199);
    }

    [Fact]
    public void The_interval_of_an_AUC_is_as_wide_as_theory_says()
    {
        var (probabilities, labels) = Scored(2_000, seed: 3);
        var metrics = new BinaryMetrics(probabilities, labels, 0.5);
        var auc = metrics.Measure()[MetricNames.Auc];

        var (low, high) = Intervals(metrics, 500)[MetricNames.Auc]!.Value;

        var positives = labels.Count(label => label == 1);
        var width = 2 * 1.96 * AucNoise.StandardError(auc, positives, labels.Length - positives);
        Assert.InRange(auc, low, high);
        Assert.InRange(high - low, 0.75 * width, 1.25 * width);
    }

    [Fact]
    public void The_same_rows_give_the_same_intervals()
    {
        var (probabilities, labels) = Scored(300, seed: 4);

        var first = Intervals(new BinaryMetrics(probabilities, labels, 0.5), 100);
        var second = Intervals(new BinaryMetrics(probabilities, labels, 0.5), 100);

        Assert.Equal(first, second);
    }

    [Fact]
    public void Without_a_second_class_there_is_no_interval() =>
        Assert.All(Intervals(new BinaryMetrics([0.1, 0.2, 0.3], [0, 0, 0], 0.5), 100).Values, Assert.Null);

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(25_000, 1_000)]
    [InlineData(100_000, 250)]
    [InlineData(10_000_000, 100)]
    public void Large_samples_are_drawn_less_often(int rows, int resamples) => Assert.Equal(resamples, Bootstrap.ResamplesFor(rows));

    private static Dictionary<string, (double Low, double High)?> Intervals(MetricSet metrics, int resamples) => metrics.Names
        .Zip(Bootstrap.Intervals(metrics, resamples, seed: 1, TestContext.Current.CancellationToken))
        .ToDictionary(metric => metric.First, metric => metric.Second);

    private static (double[] Probabilities, float[] Labels) Scored(int rows, int seed)
    {
        var random = new Random(seed);
        var probabilities = Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray();
        return (probabilities, Array.ConvertAll(probabilities, probability => random.NextDouble() < probability ? 1f : 0f));
    }
}
