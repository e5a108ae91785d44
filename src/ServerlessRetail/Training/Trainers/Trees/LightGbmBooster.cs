using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.LightGbm;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Trainers.Trees;

/// <summary>LightGBM through ML.NET.</summary>
internal sealed class LightGbmBooster(BoostedTreesOptions options, int seed) : Booster(options, seed)
{
    /// <summary>Rounds without a smaller validation loss after which no more are grown.</summary>
    private const int Patience = 50;

    protected override IReadOnlyList<MlNetTrees> Grow(TrainingSet rows, TrainingSet? validation)
    {
        var check = validation?.ToDataView();
        return rows.Task switch
        {
            ModelTask.Binary => [MlNetTrees.Of(FitBinary(rows, check).Model.SubModel, factor: 1)],
            ModelTask.Multiclass => [.. SubModelParameters(FitMulticlass(rows, check).Model).Select(
                model => MlNetTrees.Of(((CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator>)model).SubModel, factor: 1))],
            _ => [MlNetTrees.Of(FitRegression(rows, check).Model, factor: 1)],
        };
    }

    internal BinaryPredictionTransformer<CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator>> FitBinary(
        TrainingSet rows, IDataView? validation = null) =>
        Context.BinaryClassification.Trainers.LightGbm(Configure(
            new LightGbmBinaryTrainer.Options
            {
                EvaluationMetric = LightGbmBinaryTrainer.Options.EvaluateMetricType.Logloss,
                Sigmoid = 1,
                UnbalancedSets = false,
                WeightOfPositiveExamples = 1,
            },
            rows, validation)).Fit(rows.ToDataView(), validation!);

    /// <summary>Each class's trees add to a score whose softmax are the probabilities.</summary>
    internal MulticlassPredictionTransformer<OneVersusAllModelParameters> FitMulticlass(TrainingSet rows, IDataView? validation = null) =>
        Context.MulticlassClassification.Trainers.LightGbm(Configure(
            new LightGbmMulticlassTrainer.Options
            {
                EvaluationMetric = LightGbmMulticlassTrainer.Options.EvaluateMetricType.LogLoss,
                UseSoftmax = true,
                Sigmoid = 1,
                UnbalancedSets = false,
            },
            rows, validation)).Fit(rows.ToDataView(), validation!);

    internal RegressionPredictionTransformer<LightGbmRegressionModelParameters> FitRegression(TrainingSet rows, IDataView? validation = null) =>
        Context.Regression.Trainers.LightGbm(Configure(
            new LightGbmRegressionTrainer.Options { EvaluationMetric = LightGbmRegressionTrainer.Options.EvaluateMetricType.MeanSquaredError },
            rows, validation)).Fit(rows.ToDataView(), validation!);

    /// <summary>What the three trainers share, whose options have no common base.</summary>
    private TOptions Configure<TOptions, TOutput, TTransformer, TModel>(
        LightGbmTrainerBase<TOptions, TOutput, TTransformer, TModel>.OptionsBase settings, TrainingSet rows, IDataView? validation)
        where TOptions : LightGbmTrainerBase<TOptions, TOutput, TTransformer, TModel>.OptionsBase, new()
        where TTransformer : ISingleFeaturePredictionTransformer<TModel>
        where TModel : class
    {
        settings.FeatureColumnName = Features;
        settings.LabelColumnName = Label;
        settings.ExampleWeightColumnName = rows.Weights is null ? null : Weight;
        settings.RowGroupColumnName = null;
        settings.NumberOfIterations = Options.Rounds;
        settings.LearningRate = Options.LearningRate;
        settings.NumberOfLeaves = Options.Leaves;
        settings.MinimumExampleCountPerLeaf = Options.MinimumRowsPerLeaf;
        settings.MaximumBinCountPerFeature = Options.MaximumBins;
        settings.Booster = new GradientBooster.Options
        {
            MinimumSplitGain = 0,
            MaximumTreeDepth = 0,
            MinimumChildWeight = 1e-3,
            SubsampleFrequency = Options.RowFraction < 1 ? 1 : 0,
            SubsampleFraction = Options.RowFraction,
            FeatureFraction = Options.FeatureFraction,
            L2Regularization = Options.L2,
            L1Regularization = Options.L1,
        };
        settings.EarlyStoppingRound = validation is null ? 0 : Patience;
        settings.BatchSize = 1 << 20;
        settings.Seed = Seed;
        settings.NumberOfThreads = 1;
        settings.Deterministic = true;
        settings.ForceColumnWise = true;
        settings.ForceRowWise = false;
        settings.Silent = true;
        settings.Verbose = false;

        // Slots are numbers without gaps: nothing is missing, and no slot is a category's code.
        settings.HandleMissingValue = false;
        settings.UseZeroAsMissingValue = false;
        settings.UseCategoricalSplit = false;
        settings.MinimumExampleCountPerGroup = 100;
        settings.MaximumCategoricalSplitPointCount = 32;
        settings.CategoricalSmoothing = 10;
        settings.L2CategoricalRegularization = 10;
        return (TOptions)settings;
    }

    // The models of the classes, which ML.NET keeps to itself.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SubModelParameters")]
    private static extern ImmutableArray<object> SubModelParameters(OneVersusAllModelParameters model);
}
