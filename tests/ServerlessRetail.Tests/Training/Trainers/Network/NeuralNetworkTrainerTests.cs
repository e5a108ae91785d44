using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Network;

namespace ServerlessRetail.Tests.Training.Trainers.Network;

public sealed class NeuralNetworkTrainerTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(8, 1)]
    public void Learns_an_exclusive_or_that_no_line_can_tell(int bins, int wide)
    {
        var (train, test) = (ExclusiveOr(seed: 1), ExclusiveOr(seed: 2));
        var options = new NetworkOptions { Layer1 = 16, Layer2 = 8, Ensemble = 1, Epochs = 40, Bins = bins, Wide = wide == 1 };

        var predictor = new NeuralNetworkTrainer(options).Train(train, null, TestContext.Current.CancellationToken).Predictor;
        var straight = new NeuralNetworkTrainer(options with { Layer1 = 0, Layer2 = 0 }).Train(train, null, TestContext.Current.CancellationToken).Predictor;

        Assert.InRange(Auc(predictor, test), 0.98, 1);
        Assert.InRange(Auc(straight, test), 0.4, 0.6);
    }

    [Fact]
    public void The_articles_recipe_is_ten_units_over_vectors_of_unit_length()
    {
        var trainer = new NeuralNetworkTrainer(NetworkOptions.Article);
        var rows = SyntheticRows.Create(ModelTask.Binary);

        var trained = trainer.Train(rows, SyntheticRows.Create(ModelTask.Binary, rows: 200, seed: 3), TestContext.Current.CancellationToken);

        Assert.Equal(RowScaling.UnitLength, trainer.Features.Rows);
        Assert.Equal(10, trained.Rounds);
        var layers = Assert.Single(((NetworkPredictor)trained.Predictor).Networks);
        Assert.Equal([(4, 10), (10, 1)], layers.Select(layer => (layer.Inputs, layer.Outputs)));
        Assert.InRange(Auc(trained.Predictor, SyntheticRows.Create(ModelTask.Binary, seed: 2)), 0.8, 1);
    }

    [Fact]
    public void Stops_where_validation_rows_are_predicted_best()
    {
        var rows = SyntheticRows.Create(ModelTask.Binary, rows: 150);
        var validation = SyntheticRows.Create(ModelTask.Binary, rows: 2_000, seed: 3);
        var trainer = new NeuralNetworkTrainer(new NetworkOptions { Ensemble = 1, Epochs = 60, Patience = 60, Averaging = 0, LearningRate = 0.01 });

        var stopped = trainer.Train(rows, validation, TestContext.Current.CancellationToken);

        Assert.InRange(stopped.Rounds, 1, 40);
        Assert.True(Loss(stopped.Predictor) < Loss(trainer.WithRounds(60).Train(rows, null, TestContext.Current.CancellationToken).Predictor));

        double Loss(Predictor predictor) => Enumerable.Range(0, validation.RowCount).Average(
            row => NetworkLoss.Of(ModelTask.Binary, [predictor.Predict(validation.Vectors[row])], validation.Labels[row]));
    }

    [Fact]
    public void Another_seed_gives_another_network()
    {
        var rows = SyntheticRows.Create(ModelTask.Regression, rows: 200);
        var options = new NetworkOptions { Ensemble = 1, Epochs = 3, Patience = 0 };

        var scores = ((int[])[1, 1, 2]).Select(seed => new NeuralNetworkTrainer(options, seed)
            .Train(rows, null, TestContext.Current.CancellationToken).Predictor.Predict(rows.Vectors[0])).ToArray();

        Assert.Equal(scores[0], scores[1]);
        Assert.NotEqual(scores[0], scores[2]);
    }

    [Fact]
    public void A_row_alone_and_labels_that_are_all_the_same_give_a_constant()
    {
        var rows = SyntheticRows.Create(ModelTask.Regression, rows: 1) with { Labels = [7] };

        var predictor = new NeuralNetworkTrainer(new NetworkOptions { Epochs = 2 }).Train(rows, null, TestContext.Current.CancellationToken).Predictor;

        Assert.InRange(predictor.Predict(rows.Vectors[0]), 4, 10);
    }

    [Fact]
    public void Every_number_of_the_options_can_be_set_within_its_bounds()
    {
        foreach (var parameter in NeuralNetworkTrainer.HyperParameters)
        {
            var low = parameter.With(new NetworkOptions(), parameter.Low);
            var high = parameter.With(new NetworkOptions(), parameter.High);

            Assert.Equal(parameter.Low, parameter.Get(low));
            Assert.Equal(parameter.High, parameter.Get(high));
            Assert.True(parameter.Allows(parameter.Get(new NetworkOptions())), parameter.Name);
            Assert.True(parameter.Allows(parameter.Get(NetworkOptions.Article)), parameter.Name);
            Assert.Equal(parameter.High, new NeuralNetworkTrainer(high).Parameters[parameter.Name]);
        }
    }

    private static TrainingSet ExclusiveOr(int seed)
    {
        var random = new Random(seed);
        var vectors = Enumerable.Range(0, 1_500).Select(_ => (float[])[(2 * random.NextSingle()) - 1, (2 * random.NextSingle()) - 1]).ToArray();
        return new TrainingSet(ModelTask.Binary, vectors, [.. vectors.Select(vector => vector[0] > 0 == vector[1] > 0 ? 0f : 1f)]);
    }

    private static double Auc(Predictor predictor, TrainingSet rows) => BinaryEvaluation.Auc([.. rows.Vectors.Select(vector => predictor.Predict(vector))], rows.Labels);
}
