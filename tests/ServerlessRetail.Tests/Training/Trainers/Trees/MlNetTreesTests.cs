using Microsoft.ML;
using Microsoft.ML.Data;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Tests.Training.Trainers.Trees;

/// <summary>The flat trees score as the models that ML.NET made of the same rows.</summary>
public sealed class MlNetTreesTests
{
    private const double Tolerance = 1e-6;

    private static readonly BoostedTreesOptions Options = new BoostedTreesOptions { Rounds = 60, LearningRate = 0.1 }.For(1_000, stopsEarly: false);

    [Theory]
    [InlineData(BoostingEngine.LightGbm)]
    [InlineData(BoostingEngine.FastTree)]
    public void Log_odds_and_probabilities_agree(BoostingEngine engine)
    {
        var rows = Rows(ModelTask.Binary);
        ITransformer fitted = engine == BoostingEngine.LightGbm
            ? new LightGbmBooster(Options, seed: 1).FitBinary(rows)
            : new FastTreeBooster(Options, seed: 1).FitBinary(rows);

        var predictor = Train(engine, rows);

        var scored = fitted.Transform(rows.ToDataView());
        var logOdds = rows.Vectors.Select(vector => predictor.Predict(vector)).ToArray();
        AssertClose(scored.GetColumn<float>("Probability").Select(probability => (double)probability), logOdds.Select(Sigmoid.Of));
        if (engine == BoostingEngine.LightGbm)
            AssertClose(scored.GetColumn<float>("Score").Select(score => (double)score), logOdds);
    }

    [Fact]
    public void Probabilities_of_several_classes_agree()
    {
        var rows = Rows(ModelTask.Multiclass);
        var scored = new LightGbmBooster(Options, seed: 1).FitMulticlass(rows).Transform(rows.ToDataView());

        var predictor = Train(BoostingEngine.LightGbm, rows);

        var probabilities = rows.Vectors.SelectMany(vector =>
        {
            var scores = new double[3];
            predictor.Predict(vector, scores);
            Softmax.Of(scores, scores);
            return scores;
        });
        AssertClose(scored.GetColumn<float[]>("Score").SelectMany(ofRow => ofRow).Select(probability => (double)probability), probabilities);
    }

    [Theory]
    [InlineData(BoostingEngine.LightGbm)]
    [InlineData(BoostingEngine.FastTree)]
    public void Predictions_agree(BoostingEngine engine)
    {
        var rows = Rows(ModelTask.Regression);
        rows = rows with { Labels = Array.ConvertAll(rows.Labels, label => 5_000 + (300 * label)) };
        var scaling = LabelScaling.Of(rows);
        ITransformer fitted = engine == BoostingEngine.LightGbm
            ? new LightGbmBooster(Options, seed: 1).FitRegression(scaling.Apply(rows))
            : new FastTreeBooster(Options, seed: 1).FitRegression(scaling.Apply(rows));

        var predictor = Train(engine, rows);

        var predictions = rows.Vectors.Select(vector => predictor.Predict(vector)).ToArray();
        AssertClose(fitted.Transform(rows.ToDataView()).GetColumn<float>("Score").Select(score => (double)score), predictions.Select(value => (value - scaling.Mean) / scaling.Deviation));
        Assert.InRange(predictions.Average(), rows.Labels.Average() - 20, rows.Labels.Average() + 20);
    }

    private static TreesPredictor Train(BoostingEngine engine, TrainingSet rows) =>
        (TreesPredictor)new BoostedTreesTrainer(Options, seed: 1, engine).Train(rows, null, TestContext.Current.CancellationToken).Predictor;

    /// <summary>With slots of few values, so that some equal thresholds.</summary>
    private static TrainingSet Rows(ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 1_000);
        foreach (var vector in rows.Vectors)
            (vector[1], vector[3]) = (MathF.Round(vector[1]), vector[3] > 0 ? 1 : 0);
        return rows;
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Max(1, Math.Abs(pair.First))));
}
