using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>
/// Gradient-boosted trees (Friedman, 2001), grown leaf by leaf with ML.NET's LightGBM (Ke et al., 2017), or with its
/// FastTree (MART) where LightGBM does not load.
/// </summary>
/// <param name="engine">Null: what <see cref="LightGbmProbe"/> finds.</param>
public sealed class BoostedTreesTrainer(BoostedTreesOptions? options = null, int seed = 1, BoostingEngine? engine = null) : ITrainer
{
    private readonly BoostedTreesOptions _options = options ?? new BoostedTreesOptions();

    public static IReadOnlyList<HyperParameter<BoostedTreesOptions>> HyperParameters { get; } =
    [
        new("rounds", 0, 10_000, of => of.Rounds, (of, value) => of with { Rounds = (int)value }) { IsWhole = true },
        new("learningRate", 0.001, 1, of => of.LearningRate, (of, value) => of with { LearningRate = value }),
        new("leaves", 0, FlatTrees.MaxLeaves, of => of.Leaves, (of, value) => of with { Leaves = (int)value }) { IsWhole = true },
        new("minimumRowsPerLeaf", 0, 1_000_000, of => of.MinimumRowsPerLeaf, (of, value) => of with { MinimumRowsPerLeaf = (int)value }) { IsWhole = true },
        new("l2", 0, 1_000_000, of => of.L2, (of, value) => of with { L2 = value }),
        new("l1", 0, 1_000_000, of => of.L1, (of, value) => of with { L1 = value }),
        new("featureFraction", 0.01, 1, of => of.FeatureFraction, (of, value) => of with { FeatureFraction = value }),
        new("rowFraction", 0.01, 1, of => of.RowFraction, (of, value) => of with { RowFraction = value }),
        new("maximumBins", 2, 65_535, of => of.MaximumBins, (of, value) => of with { MaximumBins = (int)value }) { IsWhole = true },
    ];

    public string Name => TrainerNames.BoostedTrees;

    /// <summary>What grows the trees.</summary>
    public BoostingEngine Engine => engine ?? LightGbmProbe.Result.Engine;

    /// <summary>
    /// Splits do not care for scales. A category's place serves them better than one-hot slots: a split takes several
    /// categories at once.
    /// </summary>
    public FeatureOptions Features { get; } = new(TakesLogs: false, OneHot: false);

    public IReadOnlyDictionary<string, double> Parameters { get; } =
        HyperParameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Get(options ?? new BoostedTreesOptions()));

    public bool Supports(ModelTask task) => true;

    public ITrainer WithRounds(int rounds) => new BoostedTreesTrainer(_options with { Rounds = rounds }, seed, engine);

    public TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        var chosen = _options.For(rows.Task, rows.RowCount, stopsEarly: validation is not null);
        if (Engine == BoostingEngine.FastTree && _options.Rounds == 0)
            chosen = chosen with { Rounds = Math.Min(chosen.Rounds, FastTreeBooster.MostRounds) };
        var predictor = Grow(rows, validation, chosen, cancellationToken);
        var rounds = predictor.Rounds;
        if (validation is not null)
        {
            rounds = RoundLosses.BestRounds(predictor, validation);

            // Trees of one leaf are left out, so that the first of a class need not be of the first rounds.
            predictor = predictor.Trees.Count == predictor.Rounds * predictor.Outputs
                ? predictor.First(rounds)
                : Grow(rows, null, chosen with { Rounds = rounds }, cancellationToken);
        }
        return new TrainedPredictor(predictor.CountCovers(rows.Vectors, rows.Weights), Math.Max(1, rounds));
    }

    private TreesPredictor Grow(TrainingSet rows, TrainingSet? validation, BoostedTreesOptions chosen, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var scaling = rows.Task == ModelTask.Regression ? LabelScaling.Of(rows) : new LabelScaling(0, 1);
        var outputs = Booster.Create(Engine, chosen, seed).Grow(scaling.Apply(rows), validation is null ? null : scaling.Apply(validation), cancellationToken);
        return new EnsembleBuilder(rows.Width).Build(outputs, scaling);
    }
}
