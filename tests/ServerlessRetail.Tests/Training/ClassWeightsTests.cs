using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Tests.Training.Trainers;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training;

public sealed class ClassWeightsTests
{
    [Fact]
    public void Balanced_classes_count_the_same_and_all_rows_together_as_before() =>
        Gen.Int[0, 3].Array[1, 200].Sample(classes =>
        {
            float[] labels = [.. classes.Select(index => (float)index)];

            var ofRows = ClassWeights.OfRows(labels, ClassWeights.Balanced(labels, classes: 4));

            var sums = classes.Distinct().Select(index => ofRows.Where((_, row) => classes[row] == index).Sum()).ToArray();
            Assert.Equal(labels.Length, ofRows.Sum(), 1e-2f);
            Assert.All(sums, sum => Assert.Equal(labels.Length / (float)sums.Length, sum, 1e-2f));
        });

    [Fact]
    public void Weights_of_rows_are_multiplied() =>
        Assert.Equal([3f, 1f, 4f], ClassWeights.OfRows([1, 0, 1], [0.5, 2], [1.5f, 2, 2]));

    [Fact]
    public void Corrected_scores_are_as_frequent_as_the_classes_are()
    {
        var rows = SyntheticRows.Create(ModelTask.Binary);
        var weights = ClassWeights.Balanced(rows.Labels, classes: 2);
        var weighted = rows with { Weights = ClassWeights.OfRows(rows.Labels, weights) };

        var predictor = new LogisticRegressionTrainer().Train(weighted, null, TestContext.Current.CancellationToken).Predictor;

        var (raw, corrected) = (Average(_ => { }), Average(scores => ClassWeights.Correct(scores, weights)));
        Assert.Equal(rows.Labels.Average(), corrected, 0.01);
        Assert.True(Math.Abs(raw - rows.Labels.Average()) > 0.02, $"{raw:0.000} on average without a correction.");

        double Average(Action<double[]> change) => rows.Vectors.Average(vector =>
        {
            double[] scores = [predictor.Predict(vector)];
            change(scores);
            return ServerlessRetail.Models.Sigmoid.Of(scores[0]);
        });
    }

    [Fact]
    public void Scores_of_several_classes_lose_the_logarithm_of_their_weights()
    {
        double[] scores = [1, 2, 3];

        ClassWeights.Correct(scores, [Math.E, 1, 0]);

        Assert.Equal([0, 2, 3], scores);
    }
}
