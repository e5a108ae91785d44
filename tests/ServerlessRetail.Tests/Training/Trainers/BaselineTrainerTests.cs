using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training.Trainers;

public sealed class BaselineTrainerTests
{
    private static readonly float[][] Vectors = [[1], [2], [3], [4]];

    [Fact]
    public void Two_classes_are_answered_with_their_share() =>
        Assert.Equal(0.25, Sigmoid.Of(Answer(new TrainingSet(ModelTask.Binary, Vectors, [1, 0, 0, 0]))[0]), 1e-12);

    [Fact]
    public void Several_classes_are_answered_with_their_weighted_shares()
    {
        var scores = Answer(new TrainingSet(ModelTask.Multiclass, Vectors, [0, 1, 2, 2]) { Classes = 3, Weights = [2, 1, 1, 1] });

        Softmax.Of(scores, scores);

        Assert.All(scores.Zip([0.4, 0.2, 0.4]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Theory]
    [InlineData(false, null, 27.5)]
    [InlineData(true, null, 15)]
    [InlineData(true, 5f, 70)]
    [InlineData(true, 1.5f, 20)]
    [InlineData(false, 5f, 48.75)]
    public void Numbers_are_answered_with_the_mean_or_the_median(bool takesMedian, float? weightOfLast, double expected)
    {
        var rows = new TrainingSet(ModelTask.Regression, Vectors, [10, 20, 10, 70]) { Weights = weightOfLast is { } weight ? [1, 1, 1, weight] : null };

        Assert.Equal(expected, Answer(rows, new BaselineOptions(takesMedian))[0], 1e-9);
    }

    private static double[] Answer(TrainingSet rows, BaselineOptions? options = null)
    {
        var predictor = new BaselineTrainer(options).Train(rows, null, TestContext.Current.CancellationToken).Predictor;
        var scores = new double[predictor.Outputs];
        predictor.Predict([9], scores);
        return scores;
    }
}
