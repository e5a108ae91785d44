using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Tests.Models;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Network;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Tests.Training.Trainers;

/// <summary>What every trainer must keep for every task that it supports, on data with a known answer.</summary>
public sealed class TrainerContractTests
{
    /// <summary>Enough for these rows, and quick.</summary>
    private static readonly BoostedTreesOptions FewTrees = new() { Rounds = 100, LearningRate = 0.1, Leaves = 4 };

    private static readonly Dictionary<string, Func<ITrainer>> Trainers = new()
    {
        [nameof(LogisticRegressionTrainer)] = () => new LogisticRegressionTrainer(),
        [nameof(LinearRegressionTrainer)] = () => new LinearRegressionTrainer(),
        ["BoostedTreesTrainer with LightGBM"] = () => new BoostedTreesTrainer(FewTrees, engine: BoostingEngine.LightGbm),
        ["BoostedTreesTrainer with FastTree"] = () => new BoostedTreesTrainer(FewTrees, engine: BoostingEngine.FastTree),
        [nameof(NeuralNetworkTrainer)] = () => new NeuralNetworkTrainer(new NetworkOptions { Layer1 = 16, Layer2 = 8, Bins = 4, Ensemble = 4, Epochs = 20, LearningRate = 2e-3 }),
        [nameof(BaselineTrainer)] = () => new BaselineTrainer(),
    };

    /// <summary>Answers all rows alike, which is the point of it: there is nothing for it to beat, recover or explain.</summary>
    private const string Baseline = nameof(BaselineTrainer);

    /// <summary>Trainers whose predictors are straight lines, so that their weights are the coefficients.</summary>
    private static readonly string[] Linear = [nameof(LogisticRegressionTrainer), nameof(LinearRegressionTrainer)];

    public static TheoryData<string, ModelTask> Cases => [.. Trainers.Keys.SelectMany(
        name => Enum.GetValues<ModelTask>().Where(Trainers[name]().Supports), (name, task) => (name, task))];

    /// <summary>Trainers that learn something of the slots.</summary>
    public static TheoryData<string, ModelTask> LearningCases => [.. Cases.Select(row => row.Data).Where(data => data.Item1 != Baseline)];

    public static TheoryData<string, ModelTask> LinearCases => [.. Cases.Select(row => row.Data).Where(data => Linear.Contains(data.Item1) && data.Item2 != ModelTask.Multiclass)];

    [Fact]
    public void Every_trainer_is_held_to_the_contract() => Assert.Equal(
        Trainers.Values.Select(create => create().GetType().Name).Distinct().Order(),
        typeof(ITrainer).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ITrainer))).Select(type => type.Name).Order());

    [Theory, MemberData(nameof(LearningCases))]
    public void Beats_the_baseline_by_a_margin_on_rows_that_it_has_not_seen(string name, ModelTask task)
    {
        var (train, test) = (SyntheticRows.Create(task), SyntheticRows.Create(task, seed: 2));

        var predictor = Train(Trainers[name](), train);

        var scores = test.Vectors.Select(vector => Scores(predictor, vector)).ToArray();
        if (task == ModelTask.Regression)
        {
            Assert.InRange(RegressionEvaluation.Evaluate([.. scores.Select(score => score[0])], test.Labels)[MetricNames.RSquared], 0.9, 0.98);
            return;
        }
        var probabilities = scores.Select(Probabilities).ToArray();
        var loss = -probabilities.Select((ofRow, row) => Math.Log(Math.Max(1e-15, ofRow[(int)test.Labels[row]]))).Average();
        var baseline = -test.Labels.Average(label => Math.Log(train.Labels.Count(other => other == label) / (double)train.RowCount));
        Assert.True(loss < baseline - 0.15, $"Log loss {loss:0.000} against the baseline's {baseline:0.000}.");
    }

    [Theory, MemberData(nameof(LinearCases))]
    public void Recovers_the_known_coefficients_within_a_band(string name, ModelTask task)
    {
        var predictor = (LinearPredictor)Train(Trainers[name](), SyntheticRows.Create(task));

        Assert.All(predictor.Weights(0).ToArray().Zip(SyntheticRows.Coefficients), pair => Assert.InRange(pair.First, pair.Second - 0.2, pair.Second + 0.2));
        Assert.InRange(predictor.Biases[0], SyntheticRows.Intercept - 0.2, SyntheticRows.Intercept + 0.2);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_same_rows_give_the_same_bytes_whatever_was_trained_before(string name, ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 400);
        var other = SyntheticRows.Create(task, rows: 300, seed: 9);
        var trainer = Trainers[name]();

        var first = File(Train(trainer, rows), task);
        var between = File(Train(trainer, other), task);

        Assert.NotEqual(first, between);
        Assert.Equal(first, File(Train(trainer, rows), task));
        Assert.Equal(first, File(Train(Trainers[name](), rows), task));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_model_that_was_saved_and_loaded_gives_the_same_scores(string name, ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 400);
        var predictor = Train(Trainers[name](), rows);

        var loaded = ModelFile.Read(File(predictor, task));

        Assert.All(rows.Vectors, vector => Assert.Equal(Scores(predictor, vector), loaded.RawScores(vector, loaded.CreateSpace()).ToArray()));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Contributions_of_columns_add_up_to_the_score(string name, ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 400);
        var predictor = Train(Trainers[name](), rows);

        foreach (var groups in (SlotGroups[])[SlotGroups.OneEach(4), new SlotGroups([1, 2, 0, 1]), new SlotGroups([4])])
        {
            var explainer = predictor.CreateExplainer(groups);
            var contributions = new double[groups.Count];
            foreach (var vector in rows.Vectors.Take(100))
            {
                var scores = Scores(predictor, vector);
                for (var output = 0; output < predictor.Outputs; output++)
                {
                    explainer.Explain(vector, output, contributions);
                    Assert.Equal(scores[output], explainer.BaseScores[output] + contributions.Sum(), 2e-6 * Math.Max(1, contributions.Sum(Math.Abs)));
                }
            }
        }
    }

    [Theory, MemberData(nameof(LearningCases))]
    public void The_strongest_slot_has_the_largest_contributions_and_the_empty_one_next_to_none(string name, ModelTask task)
    {
        var rows = SyntheticRows.Create(task);
        var predictor = Train(Trainers[name](), rows);
        var explainer = predictor.CreateExplainer(SlotGroups.OneEach(4));

        var sizes = new double[4];
        foreach (var vector in rows.Vectors.Take(500))
        {
            var contributions = new double[4];
            explainer.Explain(vector, output: 0, contributions);
            for (var slot = 0; slot < 4; slot++)
                sizes[slot] += Math.Abs(contributions[slot]);
        }

        Assert.Equal(sizes.Max(), sizes[0]);
        Assert.True(sizes[3] < 0.2 * sizes[0], $"The slot that says nothing has {sizes[3] / sizes[0]:0.00} of the strongest one's contributions.");
    }

    [Theory, MemberData(nameof(LearningCases))]
    public void Scores_rise_and_fall_where_the_truth_does(string name, ModelTask task)
    {
        var predictor = Train(Trainers[name](), SyntheticRows.Create(task));

        for (var slot = 0; slot < 2; slot++)
        {
            var scores = Enumerable.Range(-2, 5).Select(step => Scores(predictor, At(slot, step))[0]).ToArray();
            var truth = task == ModelTask.Multiclass ? SyntheticRows.ClassCoefficients[0][slot] : SyntheticRows.Coefficients[slot];
            var steps = scores.Zip(scores.Skip(1), (from, to) => Math.Sign(truth) * (to - from)).ToArray();
            Assert.True(steps.Sum() > 1);

            // What is no straight line may step back a little where rows are few, or the truth is nearly level.
            Assert.All(steps, step => Assert.True(step >= (Linear.Contains(name) ? 0 : -0.1 * steps.Sum()), $"{step:0.000} of {steps.Sum():0.000}"));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_weight_counts_like_that_many_copies_of_the_row(string name, ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 1_500);
        var weights = rows.Labels.Select(label => label > 0 ? 3f : 1f).ToArray();
        var copied = Enumerable.Range(0, rows.RowCount).SelectMany(row => Enumerable.Repeat(row, (int)weights[row])).ToArray();

        var weighted = Train(Trainers[name](), rows with { Weights = weights });
        var repeated = Train(Trainers[name](), rows with { Vectors = [.. copied.Select(row => rows.Vectors[row])], Labels = [.. copied.Select(row => rows.Labels[row])] });
        var plain = Train(Trainers[name](), rows);

        var vectors = rows.Vectors.Take(200).ToArray();
        // Trees place bins and the smallest leaves by rows, of which copies are more.
        Assert.True(
            Distance(weighted, repeated, vectors) < (Linear.Contains(name) ? 0.6 : 0.75) * Distance(weighted, plain, vectors),
            $"{Distance(weighted, repeated, vectors):0.000} from the copied rows' model, {Distance(weighted, plain, vectors):0.000} from the unweighted one's.");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Slots_far_from_all_others_give_finite_scores_or_a_refusal(string name, ModelTask task)
    {
        foreach (var extreme in (float[])[1e3f, 1e6f, 1e12f, 1e20f, 1e38f])
        {
            var rows = SyntheticRows.Create(task, rows: 300);
            rows.Vectors[7][0] = extreme;
            rows.Vectors[8][1] = -extreme;

            if (TryTrain(Trainers[name](), rows) is { } predictor)
                Assert.True(Scores(predictor, At(0, 1)).All(double.IsFinite), $"Not finite at {extreme}.");
            else
                Assert.True(extreme > 1e6f, $"Refused {extreme}.");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_slot_that_never_varies_and_a_copy_of_another_do_no_harm(string name, ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 1_000);
        var widened = rows with { Vectors = [.. rows.Vectors.Select(vector => (float[])[.. vector, 0, vector[0]])] };

        var (plain, wide) = (Train(Trainers[name](), rows), Train(Trainers[name](), widened));

        var difference = Enumerable.Range(0, 200).Average(row => Math.Abs(Scores(plain, rows.Vectors[row])[0] - Scores(wide, widened.Vectors[row])[0]));
        Assert.True(difference < 0.5, $"The scores differ by {difference:0.00} on average.");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Validation_rows_are_not_learned_from(string name, ModelTask task)
    {
        var rows = SyntheticRows.Create(task, rows: 400);
        var validation = SyntheticRows.Create(task, rows: 200, seed: 3);

        var trained = Trainers[name]().Train(rows, validation, TestContext.Current.CancellationToken);

        if (trained.Rounds == 0)
            Assert.Equal(File(Train(Trainers[name](), rows), task), File(trained.Predictor, task));
        else
            Assert.Equal(File(trained.Predictor, task), File(Train(Trainers[name]().WithRounds(trained.Rounds), rows), task));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Nothing_is_trained_after_cancellation(string name, ModelTask task) => Assert.ThrowsAny<OperationCanceledException>(
        () => Trainers[name]().Train(SyntheticRows.Create(task, rows: 60), null, new CancellationToken(canceled: true)));

    [Theory, MemberData(nameof(Cases))]
    public void Every_hyper_parameter_is_told_as_a_finite_number(string name, ModelTask task)
    {
        Assert.True(Trainers[name]().Supports(task));
        Assert.All(Trainers[name]().Parameters, parameter => Assert.True(double.IsFinite(parameter.Value), parameter.Key));
    }

    private static Predictor Train(ITrainer trainer, TrainingSet rows) => trainer.Train(rows, null, TestContext.Current.CancellationToken).Predictor;

    private static Predictor? TryTrain(ITrainer trainer, TrainingSet rows)
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

    private static double[] Scores(Predictor predictor, float[] vector)
    {
        var scores = new double[predictor.Outputs];
        predictor.Predict(vector, scores);
        return scores;
    }

    private static double[] Probabilities(double[] scores)
    {
        if (scores.Length == 1)
            return [1 - Sigmoid.Of(scores[0]), Sigmoid.Of(scores[0])];
        var probabilities = new double[scores.Length];
        Softmax.Of(scores, probabilities);
        return probabilities;
    }

    private static double Distance(Predictor one, Predictor other, float[][] vectors) =>
        vectors.Average(vector => Scores(one, vector).Zip(Scores(other, vector), (left, right) => Math.Abs(left - right)).Average());

    private static float[] At(int slot, float value)
    {
        var vector = new float[SyntheticRows.Coefficients.Length];
        vector[slot] = value;
        return vector;
    }

    /// <summary>The file of a model whose cells are its slots.</summary>
    private static byte[] File(Predictor predictor, ModelTask task)
    {
        var slots = Enumerable.Range(0, predictor.Width);
        var recipe = new FeatureRecipe([.. slots.Select(slot => new NumericFeature($"slot{slot}", 0, new NumberScaling(0, 1), -9, 9, FlagsMissing: false, "point"))]);
        var label = task switch
        {
            ModelTask.Binary => ModelBuilder.ChurnLabel,
            ModelTask.Multiclass => new LabelSchema("class", task, null, null, "given") { Classes = ["a", "b", "c"] },
            _ => ModelBuilder.SpendLabel,
        };
        var description = new ModelDescription(
            "tested", label, null, recipe, Threshold: 0, OutputScale: 1, OutputOffset: 0, [], new ModelLineage(new string('a', 64), new string('b', 64), 1, "0.0.0"));
        return ModelFile.Write(new FittedModel(description, [predictor]), []);
    }
}
