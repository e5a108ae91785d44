using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training.Trainers;

/// <summary>Linear predictors are where their penalised sums are least: no weight could gain by moving.</summary>
public sealed class PenaltyTests
{
    /// <summary>Slope that is left, by the sum of the rows' weights.</summary>
    private const double Tolerance = 2e-6;

    private static readonly Gen<(int Seed, double L2, double L1, bool Weighted)> Cases = Gen.Select(
        Gen.Int[1, 1_000], Gen.OneOf(Gen.Const(0.0), Gen.Double[0.01, 100]), Gen.OneOf(Gen.Const(0.0), Gen.Double[0.1, 60]), Gen.Bool);

    [Theory]
    [InlineData(ModelTask.Regression)]
    [InlineData(ModelTask.Binary)]
    [InlineData(ModelTask.Multiclass)]
    public void No_weight_could_gain_by_moving(ModelTask task) => Cases.Sample(
        item =>
        {
            var rows = SyntheticRows.Create(task, rows: 200, item.Seed);
            if (item.Weighted)
                rows = rows with { Weights = [.. Enumerable.Range(0, 200).Select(row => 0.5f + (row % 4))] };

            var predictor = Train(rows, item.L2, item.L1);

            AssertOptimal(rows, predictor, item.L2, item.L1);
        },
        iter: 30);

    [Theory]
    [InlineData(ModelTask.Regression, 4_100)]
    [InlineData(ModelTask.Binary, 1_100)]
    public void Wide_rows_are_solved_as_well(ModelTask task, int width)
    {
        var random = new Random(5);
        var narrow = SyntheticRows.Create(task, rows: 120);
        var rows = narrow with { Vectors = [.. narrow.Vectors.Select(vector => Widen(vector))] };

        AssertOptimal(rows, Train(rows, l2: 3, l1: 0), l2: 3, l1: 0);
        AssertOptimal(rows, Train(rows, l2: 1, l1: 4), l2: 1, l1: 4);

        float[] Widen(float[] vector) => [.. vector, .. Enumerable.Range(vector.Length, width - vector.Length).Select(slot => random.Next(20) == 0 ? 1f : 0f)];
    }

    [Theory]
    [InlineData(ModelTask.Regression)]
    [InlineData(ModelTask.Binary)]
    [InlineData(ModelTask.Multiclass)]
    public void A_strong_L1_penalty_leaves_the_baseline(ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 300);

        var predictor = Train(rows, l2: 0, l1: 1e6);

        var baseline = (LinearPredictor)new BaselineTrainer().Train(rows, null, TestContext.Current.CancellationToken).Predictor;
        Assert.All(Enumerable.Range(0, rows.Outputs), output => Assert.All(predictor.Weights(output).ToArray(), weight => Assert.Equal(0, weight)));
        Assert.All(predictor.Biases.ToArray().Zip(baseline.Biases.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Columns_far_from_zero_lose_no_digits()
    {
        var rows = SyntheticRows.Create(ModelTask.Regression, rows: 500);
        var far = rows with { Vectors = [.. rows.Vectors.Select(vector => (float[])[MathF.Round(vector[0] * 64) / 64, .. vector[1..]])] };
        var farther = far with { Vectors = [.. far.Vectors.Select(vector => (float[])[vector[0] + 100_000, .. vector[1..]])] };

        var (near, other) = (Train(far, l2: 1, l1: 0), Train(farther, l2: 1, l1: 0));

        Assert.All(near.Weights(0).ToArray().Zip(other.Weights(0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Fact]
    public void Separable_classes_without_a_penalty_give_finite_weights()
    {
        float[][] vectors = [.. Enumerable.Range(0, 60).Select(row => (float[])[row < 30 ? -1 - row : row, 1])];
        var rows = new TrainingSet(ModelTask.Binary, vectors, [.. Enumerable.Range(0, 60).Select(row => row < 30 ? 0f : 1f)]);

        var predictor = Train(rows, l2: 0, l1: 0);

        Assert.All(vectors, vector => Assert.True(double.IsFinite(predictor.Predict(vector))));
        Assert.True(predictor.Predict(vectors[0]) < -2 && predictor.Predict(vectors[^1]) > 2);
    }

    private static LinearPredictor Train(TrainingSet rows, double l2, double l1)
    {
        ITrainer trainer = rows.Task == ModelTask.Regression
            ? new LinearRegressionTrainer(new LinearRegressionOptions(l2, l1))
            : new LogisticRegressionTrainer(new LogisticRegressionOptions(l2, l1));
        return (LinearPredictor)trainer.Train(rows, null, TestContext.Current.CancellationToken).Predictor;
    }

    /// <summary>The conditions of Karush, Kuhn and Tucker, on slopes that are summed here once more, plainly.</summary>
    private static void AssertOptimal(TrainingSet rows, LinearPredictor predictor, double l2, double l1)
    {
        var weights = rows.Weights ?? [.. Enumerable.Repeat(1f, rows.RowCount)];
        double total = weights.Sum();
        var mean = rows.Labels.Zip(weights, (label, weight) => label * weight).Sum() / total;
        var deviation = rows.Task == ModelTask.Regression ? Math.Sqrt(rows.Labels.Zip(weights, (label, weight) => weight * Math.Pow(label - mean, 2)).Sum() / total) : 1;
        for (var output = 0; output < predictor.Outputs; output++)
        {
            var residuals = Enumerable.Range(0, rows.RowCount).Select(row => weights[row] * Residual(rows, predictor, row, output) / deviation).ToArray();
            Assert.InRange(residuals.Sum() / total, -Tolerance, Tolerance);
            for (var slot = 0; slot < predictor.Width; slot++)
            {
                var weight = predictor.Weights(output)[slot] / deviation;
                var slope = residuals.Select((residual, row) => residual * rows.Vectors[row][slot]).Sum() + (l2 * weight);
                var left = weight != 0 ? Math.Abs(slope + (l1 * Math.Sign(weight))) : Math.Max(0, Math.Abs(slope) - l1);
                Assert.True(left <= Tolerance * total, $"Output {output}, slot {slot}, weight {weight}: {left:E2} is left.");
            }
        }
    }

    private static double Residual(TrainingSet rows, LinearPredictor predictor, int row, int output)
    {
        var scores = new double[predictor.Outputs];
        predictor.Predict(rows.Vectors[row], scores);
        if (rows.Task == ModelTask.Regression)
            return scores[0] - rows.Labels[row];
        if (rows.Task == ModelTask.Binary)
            return Sigmoid.Of(scores[0]) - rows.Labels[row];
        Softmax.Of(scores, scores);
        return scores[output] - (rows.Labels[row] == output ? 1 : 0);
    }
}
