using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>
/// ML.NET's FastTree. Of several classes each is told from the rest by trees of its own, whose raw scores are log-odds.
/// </summary>
internal sealed class FastTreeBooster(BoostedTreesOptions options, int seed) : Booster(options, seed)
{
    /// <summary>Far from where a tree's output, in steps of the loss, would be cut.</summary>
    private const double UnboundOutput = 100;

    /// <summary>FastTree does not stop by itself: all rounds are grown.</summary>
    private const int MaxRounds = 500;

    protected override IReadOnlyList<MlNetTrees> Grow(TrainingSet rows, TrainingSet? validation) => rows.Task switch
    {
        ModelTask.Regression => [MlNetTrees.Of(FitRegression(rows).Model, factor: 1)],
        ModelTask.Binary => [GrowBinary(rows)],
        _ => [.. Enumerable.Range(0, rows.Classes).Select(@class => GrowBinary(rows with
        {
            Task = ModelTask.Binary,
            Classes = 2,
            Labels = Array.ConvertAll(rows.Labels, label => label == @class ? 1f : 0f),
        }))],
    };

    internal RegressionPredictionTransformer<FastTreeRegressionModelParameters> FitRegression(TrainingSet rows) =>
        Context.Regression.Trainers.FastTree(Configure(new FastTreeRegressionTrainer.Options(), rows)).Fit(rows.ToDataView());

    internal BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>> FitBinary(TrainingSet rows) =>
        Context.BinaryClassification.Trainers.FastTree(
            Configure(new FastTreeBinaryTrainer.Options { UnbalancedSets = false }, rows)).Fit(rows.ToDataView());

    /// <summary>ML.NET's probability is the sigmoid of minus the slope times its score.</summary>
    private MlNetTrees GrowBinary(TrainingSet rows)
    {
        var model = FitBinary(rows).Model;
        return MlNetTrees.Of(model.SubModel, -model.Calibrator.Slope);
    }

    private TOptions Configure<TOptions>(TOptions settings, TrainingSet rows)
        where TOptions : BoostedTreeOptions
    {
        settings.FeatureColumnName = Features;
        settings.LabelColumnName = Label;
        settings.ExampleWeightColumnName = rows.Weights is null ? null : Weight;
        settings.RowGroupColumnName = null;
        settings.NumberOfTrees = Math.Min(Options.Rounds, MaxRounds);
        settings.LearningRate = Options.LearningRate;
        settings.NumberOfLeaves = Options.Leaves;
        settings.MinimumExampleCountPerLeaf = Options.MinimumRowsPerLeaf;
        settings.MaximumBinCountPerFeature = Options.MaximumBins;
        settings.FeatureFraction = Options.FeatureFraction;
        settings.BaggingSize = Options.RowFraction < 1 ? 1 : 0;
        settings.BaggingExampleFraction = Options.RowFraction;
        settings.Seed = Seed;
        settings.FeatureSelectionSeed = Seed;
        settings.NumberOfThreads = 1;
        settings.Shrinkage = 1;
        settings.DropoutRate = 0;
        settings.MaximumTreeOutput = UnboundOutput;
        settings.FeatureFractionPerSplit = 1;
        settings.AllowEmptyTrees = true;
        settings.CategoricalSplit = false;
        settings.CompressEnsemble = false;
        settings.DiskTranspose = false;
        settings.EnablePruning = false;
        settings.EntropyCoefficient = 0;
        settings.Smoothing = 0;
        settings.UseLineSearch = false;
        settings.BestStepRankingRegressionTrees = false;
        settings.OptimizationAlgorithm = BoostedTreeOptions.OptimizationAlgorithmType.GradientDescent;
        settings.MemoryStatistics = false;
        settings.TestFrequency = int.MaxValue;
        return settings;
    }
}
