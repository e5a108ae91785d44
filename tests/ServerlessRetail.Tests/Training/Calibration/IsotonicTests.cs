using CsCheck;
using ServerlessRetail.Training.Calibration;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Calibration;

public sealed class IsotonicTests
{
    // Tenths make many ties.
    private static readonly Gen<(double Score, float Label, float Weight)[]> Rows = Gen.Select(
        Gen.Int[-20, 20].Select(tenths => tenths / 10.0), Gen.Int[0, 1].Select(label => (float)label), Gen.Int[1, 3].Select(weight => (float)weight)).Array[1, 60];

    [Fact]
    public void Neighbours_in_the_wrong_order_are_pooled()
    {
        var blocks = IsotonicRegression.Fit([1, 2, 3, 4, 5], [0, 1, 0, 1, 1]);

        Assert.Equal([0, 0.5, 1], blocks.Select(block => block.Mean));
        Assert.Equal([1, 2.5, 4.5], blocks.Select(block => block.Center));
    }

    [Fact]
    public void Blocks_rise_and_keep_the_mean_of_the_labels() => Rows.Sample(rows =>
    {
        var blocks = Fit(rows);

        var mean = rows.Sum(row => row.Weight * row.Label) / rows.Sum(row => row.Weight);
        Assert.Equal(mean, blocks.Sum(block => block.Weight * block.Mean) / blocks.Sum(block => block.Weight), 5);
        Assert.All(blocks.Zip(blocks.Skip(1)), pair => Assert.True(pair.First.Mean < pair.Second.Mean && pair.First.High < pair.Second.Low));
    });

    [Fact]
    public void No_other_rising_steps_are_nearer() => Gen.Select(Rows, Gen.Double[-0.2, 0.2].Array[41]).Sample((rows, changes) =>
    {
        var blocks = Fit(rows);
        double Fitted(double score) => blocks.Single(block => block.Low <= score && score <= block.High).Mean;
        double Changed(double score) => Fitted(score) + changes[(int)Math.Round((score + 2) * 10)];
        var scores = rows.Select(row => row.Score).Distinct().Order().ToArray();
        var rises = scores.Zip(scores.Skip(1)).All(pair => Changed(pair.First) <= Changed(pair.Second));

        return !rises || Squares(rows, Changed) >= Squares(rows, Fitted) - 1e-9;
    });

    [Fact]
    public void The_map_rises_strictly_within_0_and_1_and_changes_no_rank() => Rows.Where(rows => rows.Any(row => row.Label == 1) && rows.Any(row => row.Label == 0))
        .Sample(rows =>
        {
            var (scores, labels, weights) = Columns(rows);
            var platt = PlattScaling.Fit(scores, labels, weights);
            if (platt.Slope <= 1e-6)
                return;

            var map = IsotonicCalibration.Fit(scores, labels, weights, platt);

            var mapped = Array.ConvertAll(scores, map.Apply);
            Assert.All(mapped, probability => Assert.InRange(probability, double.Epsilon, Math.BitDecrement(1.0)));
            Assert.All(map.Inputs.Zip(map.Inputs.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            Assert.All(map.Outputs.Zip(map.Outputs.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            Assert.Equal(BinaryEvaluation.Auc(scores, labels), BinaryEvaluation.Auc(mapped, labels), 9);
        });

    private static IReadOnlyList<IsotonicBlock> Fit((double Score, float Label, float Weight)[] rows)
    {
        var (scores, labels, weights) = Columns(rows);
        return IsotonicRegression.Fit(scores, labels, weights);
    }

    private static (double[] Scores, float[] Labels, float[] Weights) Columns((double Score, float Label, float Weight)[] rows) =>
        ([.. rows.Select(row => row.Score)], [.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Weight)]);

    private static double Squares((double Score, float Label, float Weight)[] rows, Func<double, double> of) =>
        rows.Sum(row => row.Weight * (of(row.Score) - row.Label) * (of(row.Score) - row.Label));
}
