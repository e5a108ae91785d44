using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Network;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Training.Selection;

/// <summary>The kinds of trainers with the few hyper-parameters that are worth comparing: small grids around what serves most files.</summary>
internal static class TrainerGrids
{
    private const int SmallRows = 3_000;
    private const int MediumRows = 20_000;

    /// <summary>From this many rows on, every training takes long and the defaults differ little from the best.</summary>
    private const int LargeRows = 100_000;

    public static TrainerFamily LinearRegression { get; } = new TrainerFamily<LinearRegressionOptions>(
        TrainerNames.LinearRegression,
        new LinearRegressionOptions(),
        (options, seed) => new LinearRegressionTrainer(options, seed),
        LinearRegressionTrainer.HyperParameters,
        _ => [new(), new(L2: 10), new(L2: 100)]);

    public static TrainerFamily LogisticRegression { get; } = new TrainerFamily<LogisticRegressionOptions>(
        TrainerNames.LogisticRegression,
        new LogisticRegressionOptions(),
        (options, seed) => new LogisticRegressionTrainer(options, seed),
        LogisticRegressionTrainer.HyperParameters,
        size => size.Rows > LargeRows ? [new()] : [new(), new(L2: 10), new(L2: 100), new(L2: 0, L1: 3)]);

    public static TrainerFamily BoostedTrees { get; } = new TrainerFamily<BoostedTreesOptions>(
        TrainerNames.BoostedTrees,
        new BoostedTreesOptions(),
        (options, seed) => new BoostedTreesTrainer(options, seed),
        BoostedTreesTrainer.HyperParameters,
        Trees);

    public static TrainerFamily NeuralNetwork { get; } = new TrainerFamily<NetworkOptions>(
        TrainerNames.NeuralNetwork,
        new NetworkOptions(),
        (options, seed) => new NeuralNetworkTrainer(options, seed),
        NeuralNetworkTrainer.HyperParameters,
        Networks,
        new Dictionary<string, NetworkOptions> { ["article"] = NetworkOptions.Article });

    /// <summary>Small trees for few rows, larger ones for many; fewer slots and rows a tree where that makes unlike trees.</summary>
    /// <summary>Compared with every model anyway; tried as a candidate only where model.json names it.</summary>
    public static TrainerFamily Baseline { get; } = new TrainerFamily<BaselineOptions>(
        TrainerNames.Baseline,
        new BaselineOptions(),
        (options, seed) => new BaselineTrainer(options),
        BaselineTrainer.HyperParameters,
        _ => []);

    private static IEnumerable<BoostedTreesOptions> Trees(DataSize size)
    {
        var plain = new BoostedTreesOptions();
        return size.Rows switch
        {
            <= SmallRows =>
            [
                plain with { Leaves = 4 },
                plain with { Leaves = 4, FeatureFraction = 0.5, RowFraction = 0.8 },
                plain with { Leaves = 8, FeatureFraction = 0.5 },
                plain with { Leaves = 16, FeatureFraction = 0.7, RowFraction = 0.8 },
            ],
            <= MediumRows =>
            [
                plain,
                plain with { Leaves = 4, FeatureFraction = 0.7 },
                plain with { Leaves = 8, FeatureFraction = 0.5, RowFraction = 0.8 },
                plain with { Leaves = 16, FeatureFraction = 0.7, RowFraction = 0.8 },
                plain with { Leaves = 31, FeatureFraction = 0.7, RowFraction = 0.8 },
                plain with { Leaves = 63, FeatureFraction = 0.7, RowFraction = 0.8 },
            ],
            <= LargeRows =>
            [
                plain with { Leaves = 31, LearningRate = 0.1 },
                plain with { Leaves = 31, FeatureFraction = 0.7, RowFraction = 0.8 },
                plain with { Leaves = 63, FeatureFraction = 0.7, RowFraction = 0.8 },
            ],
            _ => [plain with { LearningRate = 0.1 }, plain with { LearningRate = 0.1, Leaves = 31 }],
        };
    }

    /// <summary>More and smaller steps of numbers, held back less.</summary>
    private static NetworkOptions FinerSteps { get; } = new() { Bins = 24, Dropout = 0.2, WeightDecay = 0.01, LearningRate = 2e-3 };

    private static IEnumerable<NetworkOptions> Networks(DataSize size)
    {
        var plain = new NetworkOptions();
        return size.Rows switch
        {
            <= MediumRows => [plain, FinerSteps, plain with { Dropout = 0.4 }],
            <= LargeRows => [plain],
            _ => [plain with { Ensemble = 1, Epochs = 10 }],
        };
    }
}
