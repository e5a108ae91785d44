using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Selection;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training.Selection;

public sealed class ModelSelectionTests
{
    private static readonly SelectionPlan Plan = new(5, 1, int.MaxValue, TimeSpan.FromMinutes(10));

    [Fact]
    public void The_candidate_with_the_least_loss_wins_and_the_worse_half_stops_early()
    {
        var candidates = Constants(0.9, 0.5, -3, 0.1, 0.52, 4);

        var selected = Select(Plan, candidates);

        Assert.Equal(Constant(selected.Chosen[0].Result), Constant(selected.Candidates.MinBy(result => result.Loss)!));
        Assert.Contains(selected.Candidates, result => !result.IsComplete && result.FoldsDone == 1);
        Assert.All(selected.Candidates.Where(result => !result.IsComplete), result => Assert.True(result.Loss >= selected.Chosen.Min(part => part.Result.Loss)));
    }

    [Fact]
    public void The_first_candidate_is_finished_even_if_there_is_no_time()
    {
        var selected = Select(Plan with { Budget = TimeSpan.FromTicks(1) }, Constants(4, 0.5, 0.6), new WalkingTime());

        Assert.True(selected.IsBudgetUsedUp);
        Assert.Equal(4, Constant(Assert.Single(selected.Chosen).Result));
        Assert.All(selected.Candidates.Skip(1), result => Assert.True(result.RanOut));
    }

    [Fact]
    public void A_candidate_that_cannot_learn_is_left_out_with_its_reason()
    {
        var selected = Select(Plan, [new Candidate(new FailingTrainer()), .. Constants(0.5)]);

        Assert.Equal(0.5, Constant(Assert.Single(selected.Chosen).Result));
        Assert.Equal(FailingTrainer.Reason, selected.Candidates[0].Failure);
    }

    [Fact]
    public void If_no_candidate_can_learn_the_run_is_rejected()
    {
        var refusal = Assert.Throws<RejectedException>(() => Select(Plan, [new Candidate(new FailingTrainer()), new Candidate(new ConstantTrainer(double.NaN))]));

        Assert.Equal(RejectionReasons.CannotFit, refusal.Reason);
        Assert.Contains("None of 2 candidate models", refusal.Message);
    }

    [Fact]
    public void Progress_is_told_for_every_training()
    {
        var told = new List<SelectionProgress>();

        var selected = Select(Plan, Constants(0.5, 0.6), progress: progress =>
        {
            lock (told)
                told.Add(progress);
        });

        Assert.Equal(selected.Candidates.Sum(result => result.FoldsDone), told.Count);
        Assert.Equal(Enumerable.Range(1, 5), told.Select(progress => progress.Fold).Distinct().Order());
        Assert.All(told, progress => Assert.Equal(MetricNames.LogLoss, progress.Metric));
    }

    [Fact]
    public void Out_of_fold_scores_are_those_of_models_that_have_not_seen_the_row()
    {
        var selected = Select(Plan, [new Candidate(new MemorisingTrainer())]);

        // A model that repeats the label of rows it has seen says nothing about others.
        Assert.All(selected.OutOfFold, score => Assert.Equal(0, score));
    }

    private static SelectionResult Select(SelectionPlan plan, IReadOnlyList<Candidate> candidates, TimeProvider? time = null, Action<SelectionProgress>? progress = null)
    {
        // As many rows as let candidates stop early.
        var dataset = GeneratedCustomers.Create(2_500, "churn");
        var schema = SchemaInference.Infer(dataset, new ModelSettings());
        var rows = LabeledRows.Create(dataset, schema.Label, seed: 1);
        var sample = SelectionSample.Of(plan, rows, ModelTask.Binary, seed: 1);
        var features = new FeatureSets(new FeatureRecipes(dataset, schema, rows.Split.Train), sample.Rows);
        return new ModelSelection(plan, candidates, progress, time ?? TimeProvider.System)
            .Select(new SelectionData(ModelTask.Binary, features, sample.Labels, 2, sample.Folds), TestContext.Current.CancellationToken);
    }

    private static Candidate[] Constants(params double[] scores) => [.. scores.Select(score => new Candidate(new ConstantTrainer(score)))];

    private static double Constant(CandidateResult result) => result.Candidate.Trainer.Parameters["score"];

    /// <summary>Every time it is asked, an hour has passed.</summary>
    private sealed class WalkingTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private abstract class TestTrainer : ITrainer
    {
        public string Name => GetType().Name;

        public FeatureOptions Features { get; } = new();

        public virtual IReadOnlyDictionary<string, double> Parameters { get; } = new Dictionary<string, double>();

        public bool Supports(ModelTask task) => true;

        public ITrainer WithRounds(int rounds) => this;

        public abstract TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken);

        protected static TrainedPredictor Constant(TrainingSet rows, double score) => new(new LinearPredictor([score], new double[rows.Width], new float[rows.Width]));
    }

    private sealed class ConstantTrainer(double score) : TestTrainer
    {
        public override IReadOnlyDictionary<string, double> Parameters { get; } = new Dictionary<string, double> { ["score"] = score };

        public override TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken) => Constant(rows, score);
    }

    private sealed class FailingTrainer : TestTrainer
    {
        public const string Reason = "This one never learns.";

        public override TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken) =>
            throw new RejectedException(RejectionReasons.CannotFit, Reason);
    }

    private sealed class MemorisingTrainer : TestTrainer
    {
        public override TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
        {
            var seen = rows.Vectors.ToHashSet();
            return Constant(rows, validation is null || validation.Vectors.Any(seen.Contains) ? 100 : 0);
        }
    }
}
