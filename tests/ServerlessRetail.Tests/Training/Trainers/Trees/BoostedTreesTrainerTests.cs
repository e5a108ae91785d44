using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Tests.Training.Trainers.Trees;

public sealed class BoostedTreesTrainerTests
{
    public static TheoryData<BoostingEngine> Engines => [.. Enum.GetValues<BoostingEngine>()];

    [Theory, MemberData(nameof(Engines))]
    public void The_kept_rounds_are_the_best_on_the_validation_rows(BoostingEngine engine)
    {
        var (rows, validation) = (SyntheticRows.Create(ModelTask.Regression, rows: 300), SyntheticRows.Create(ModelTask.Regression, rows: 200, seed: 2));

        var trained = new BoostedTreesTrainer(new BoostedTreesOptions { Rounds = 150, LearningRate = 0.2 }, engine: engine).Train(rows, validation, Token);

        var losses = Enumerable.Range(1, trained.Rounds).Select(rounds => SquaredError(((TreesPredictor)trained.Predictor).First(rounds), validation)).ToArray();
        Assert.InRange(trained.Rounds, 2, 149);
        Assert.Equal(trained.Rounds, ((TreesPredictor)trained.Predictor).Rounds);
        Assert.Equal(losses.Min(), losses[^1], 1e-9);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_class_with_too_few_rows_to_split_leaves_the_rounds_of_the_others_right(BoostingEngine engine)
    {
        // The class's trees have one leaf, and ML.NET drops them.
        var rows = SyntheticRows.Create(ModelTask.Multiclass, rows: 300);
        rows = rows with { Classes = 4, Labels = [.. rows.Labels.Select((label, row) => row < 3 ? 3 : label)] };
        var trainer = new BoostedTreesTrainer(new BoostedTreesOptions { Rounds = 60, LearningRate = 0.2, MinimumRowsPerLeaf = 20 }, engine: engine);

        var trained = trainer.Train(rows, SyntheticRows.Create(ModelTask.Multiclass, rows: 200, seed: 2) with { Classes = 4 }, Token);

        Assert.Equal(Bytes(trainer.WithRounds(trained.Rounds).Train(rows, null, Token)), Bytes(trained));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Covers_are_the_weights_of_the_training_rows(BoostingEngine engine)
    {
        var rows = SyntheticRows.Create(ModelTask.Binary, rows: 300);
        rows = rows with { Weights = [.. rows.Labels.Select((_, row) => 1f + (row % 3))] };

        var predictor = (TreesPredictor)new BoostedTreesTrainer(new BoostedTreesOptions { Rounds = 5 }, engine: engine).Train(rows, null, Token).Predictor;

        Assert.Equal(5 * 600, predictor.Trees.LeafCovers.Sum(), 1e-6);
        Assert.All(predictor.Trees.LeafCovers, cover => Assert.True(cover > 0));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Growing_stops_when_it_is_cancelled(BoostingEngine engine)
    {
        var rows = SyntheticRows.Create(ModelTask.Binary, rows: 200);
        using var cancellation = new CancellationTokenSource();
        var booster = Booster.Create(engine, new BoostedTreesOptions { Rounds = engine == BoostingEngine.LightGbm ? 1_000_000 : 500 }.For(200, stopsEarly: false), seed: 1);
        booster.Context.Log += (_, message) =>
        {
            if (message.Message.Contains("objective", StringComparison.Ordinal) || message.Message.Contains("Starting to train", StringComparison.Ordinal))
                cancellation.Cancel();
        };

        var thrown = Assert.ThrowsAny<OperationCanceledException>(() => booster.Grow(rows, null, cancellation.Token));

        Assert.Equal(cancellation.Token, thrown.CancellationToken);
    }

    [Fact]
    public void Every_hyper_parameter_is_read_and_set()
    {
        foreach (var parameter in BoostedTreesTrainer.HyperParameters)
        {
            foreach (var value in (double[])[parameter.Low, parameter.High])
                Assert.Equal(value, parameter.Get(parameter.With(new BoostedTreesOptions(), value)));
            Assert.True(parameter.Allows(parameter.Get(new BoostedTreesOptions())), parameter.Name);
        }
        Assert.Equal(BoostedTreesTrainer.HyperParameters.Select(parameter => parameter.Name).Order(), new BoostedTreesTrainer().Parameters.Keys.Order());
    }

    [Fact]
    public void What_is_left_open_is_chosen_by_the_rows()
    {
        var (small, large) = (new BoostedTreesOptions().For(30, stopsEarly: false), new BoostedTreesOptions().For(1_000_000, stopsEarly: true));

        Assert.True(small.Leaves < large.Leaves);
        Assert.True(small.MinimumRowsPerLeaf < large.MinimumRowsPerLeaf);
        Assert.True(small.Rounds < large.Rounds);
        Assert.Equal((7, 5, 3), new BoostedTreesOptions { Rounds = 7, Leaves = 5, MinimumRowsPerLeaf = 3 }.For(1_000_000, stopsEarly: true) is var given
            ? (given.Rounds, given.Leaves, given.MinimumRowsPerLeaf) : default);
    }

    [Fact]
    public void Three_rows_give_a_predictor()
    {
        var rows = new TrainingSet(ModelTask.Binary, [[1], [2], [3]], [0, 1, 1]);

        var trained = new BoostedTreesTrainer().Train(rows, rows, Token);

        Assert.True(double.IsFinite(trained.Predictor.Predict([2])));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static double SquaredError(Predictor predictor, TrainingSet rows) =>
        rows.Vectors.Zip(rows.Labels, (vector, label) => Math.Pow(predictor.Predict(vector) - label, 2)).Sum();

    private static byte[] Bytes(TrainedPredictor trained)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        PredictorFile.Write(writer, trained.Predictor);
        writer.Flush();
        return stream.ToArray();
    }
}
