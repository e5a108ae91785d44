using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Models;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training.Trainers;

/// <summary>What every trainer must keep, on data with a known answer.</summary>
public sealed class TrainerContractTests
{
    private static readonly Dictionary<string, Func<ITrainer>> Trainers = new()
    {
        [nameof(LogisticRegressionTrainer)] = () => new LogisticRegressionTrainer(),
        [nameof(LinearRegressionTrainer)] = () => new LinearRegressionTrainer(),
    };

    public static TheoryData<string> Names => [.. Trainers.Keys];

    [Fact]
    public void Every_trainer_is_held_to_the_contract() => Assert.Equal(
        Trainers.Keys.Order(),
        typeof(ITrainer).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ITrainer))).Select(type => type.Name).Order());

    [Theory, MemberData(nameof(Names))]
    public void Beats_the_baseline_by_a_margin_on_rows_that_it_has_not_seen(string name)
    {
        var trainer = Trainers[name]();
        var (train, test) = (SyntheticRows.Create(trainer.Task), SyntheticRows.Create(trainer.Task, seed: 2));

        var trained = Train(trainer, train);
        var scores = test.Vectors.Select(vector => RawScore(trained, vector)).ToArray();

        if (trainer.Task == ModelTask.Binary)
        {
            var metrics = BinaryEvaluation.Evaluate(Array.ConvertAll(scores, FittedModel.Probability), test.Labels, 0.5);
            var baseline = ModelEvaluation.OfBaseline(trainer.Task, train.Labels, test.Labels).Metrics;
            Assert.InRange(metrics[MetricNames.Auc], 0.82, 0.92);
            Assert.True(metrics[MetricNames.LogLoss] < baseline[MetricNames.LogLoss] - 0.15);
        }
        else
        {
            Assert.InRange(RegressionEvaluation.Evaluate(scores, test.Labels)[MetricNames.RSquared], 0.93, 0.98);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Recovers_the_known_coefficients_within_a_band(string name)
    {
        var trainer = Trainers[name]();

        var trained = Train(trainer, SyntheticRows.Create(trainer.Task));

        var weights = trained.Predictor.Weights.ToArray().Select(weight => weight * trained.Scale).ToArray();
        Assert.All(weights.Zip(SyntheticRows.Coefficients), pair => Assert.InRange(pair.First, pair.Second - 0.2, pair.Second + 0.2));
        Assert.InRange((trained.Predictor.Bias * trained.Scale) + trained.Offset, SyntheticRows.Intercept - 0.2, SyntheticRows.Intercept + 0.2);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_rows_give_the_same_bytes_whatever_was_trained_before(string name)
    {
        var rows = SyntheticRows.Create(Trainers[name]().Task, rows: 400);
        var other = SyntheticRows.Create(Trainers[name]().Task, rows: 300, seed: 9);
        var trainer = Trainers[name]();

        var first = File(Train(trainer, rows));
        var between = File(Train(trainer, other));

        Assert.NotEqual(first, between);
        Assert.Equal(first, File(Train(trainer, rows)));
        Assert.Equal(first, File(Train(Trainers[name](), rows)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_model_that_was_saved_and_loaded_gives_the_same_scores(string name)
    {
        var rows = SyntheticRows.Create(Trainers[name]().Task, rows: 400);
        var trained = Train(Trainers[name](), rows);

        var loaded = ModelFile.Read(File(trained));

        Assert.All(rows.Vectors, vector => Assert.Equal(RawScore(trained, vector), loaded.RawScore(vector, new float[loaded.Recipe.Width])));
    }

    [Theory, MemberData(nameof(Names))]
    public void Scores_rise_and_fall_where_the_truth_does(string name)
    {
        var trained = Train(Trainers[name](), SyntheticRows.Create(Trainers[name]().Task));

        for (var slot = 0; slot < 3; slot++)
        {
            var scores = Enumerable.Range(-8, 17).Select(step => RawScore(trained, At(slot, step / 2f))).ToArray();
            var rises = SyntheticRows.Coefficients[slot] > 0;
            Assert.Equal(rises ? scores.Order() : scores.OrderDescending(), scores);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Slot_means_are_those_of_the_rows(string name)
    {
        var rows = SyntheticRows.Create(Trainers[name]().Task, rows: 400);

        var means = Train(Trainers[name](), rows).Predictor.Means.ToArray();

        Assert.All(Enumerable.Range(0, rows.Width), slot => Assert.Equal(rows.Vectors.Average(vector => (double)vector[slot]), means[slot], 6));
    }

    [Theory, MemberData(nameof(Names))]
    public void Slots_far_from_all_others_give_finite_weights_or_a_refusal(string name)
    {
        foreach (var extreme in (float[])[1e3f, 1e6f, 1e12f, 1e20f, 1e38f])
        {
            var rows = SyntheticRows.Create(Trainers[name]().Task, rows: 300);
            rows.Vectors[7][0] = extreme;
            rows.Vectors[8][1] = -extreme;

            if (TryTrain(Trainers[name](), rows) is { } trained)
                Assert.True(float.IsFinite(trained.Predictor.Bias) && trained.Predictor.Weights.ToArray().All(float.IsFinite), $"Not finite at {extreme}.");
            else
                Assert.True(extreme > 1e6f, $"Refused {extreme}.");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_slot_that_never_varies_and_a_copy_of_another_do_no_harm(string name)
    {
        var rows = SyntheticRows.Create(Trainers[name]().Task, rows: 1_000);
        var widened = rows with { Vectors = [.. rows.Vectors.Select(vector => (float[])[.. vector, 0, vector[0]])] };

        var trained = Train(Trainers[name](), widened);

        var weights = trained.Predictor.Weights.ToArray();
        Assert.True(weights.All(float.IsFinite));
        Assert.InRange((weights[0] + weights[5]) * trained.Scale, 1.2, 1.8);
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_trained_after_cancellation(string name) =>
        Assert.Throws<OperationCanceledException>(() => Trainers[name]().Train(SyntheticRows.Create(Trainers[name]().Task, rows: 60), new CancellationToken(canceled: true)));

    private static TrainedPredictor Train(ITrainer trainer, TrainingSet rows) => trainer.Train(rows, TestContext.Current.CancellationToken);

    private static TrainedPredictor? TryTrain(ITrainer trainer, TrainingSet rows)
    {
        try
        {
            return Train(trainer, rows);
        }
        catch (RejectedException rejected) when (rejected.Reason == RejectionReasons.CannotFit)
        {
            return null;
        }
    }

    private static double RawScore(TrainedPredictor trained, float[] vector) => (trained.Predictor.Predict(vector) * trained.Scale) + trained.Offset;

    private static float[] At(int slot, float value)
    {
        var vector = new float[SyntheticRows.Coefficients.Length];
        vector[slot] = value;
        return vector;
    }

    /// <summary>The file of a model whose cells are its slots.</summary>
    private static byte[] File(TrainedPredictor trained)
    {
        var slots = Enumerable.Range(0, trained.Predictor.Width);
        var recipe = new FeatureRecipe([.. slots.Select(slot => new NumericFeature($"slot{slot}", 0, new NumberScaling(0, 1), -9, 9, FlagsMissing: false, "point"))]);
        var model = new ModelBuilder(recipe)
        {
            Bias = trained.Predictor.Bias,
            Weights = trained.Predictor.Weights.ToArray(),
            Means = trained.Predictor.Means.ToArray(),
            Scale = trained.Scale,
            Offset = trained.Offset,
            Label = ModelBuilder.SpendLabel,
        }.Build();
        return ModelFile.Write(model, []);
    }
}
