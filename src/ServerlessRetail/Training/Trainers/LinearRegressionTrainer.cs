using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Linear regression on a standardised label with a small L2 penalty, fitted by ML.NET's stochastic dual coordinate
/// ascent (Shalev-Shwartz and Zhang, 2013).
/// </summary>
/// <param name="l2">Weight of the penalty against the mean squared error; above 0.</param>
public sealed class LinearRegressionTrainer(float l2 = 3e-3f, int seed = 1) : ITrainer
{
    private const int MaxAttempts = 4;
    private const float PenaltyStep = 10;

    public string Name => "linearRegression";

    /// <summary>A sum of spends is a line in the spends, not in their logarithms.</summary>
    public FeatureOptions Features { get; } = new(TakesLogs: false);

    public IReadOnlyDictionary<string, double> Parameters { get; } = new Dictionary<string, double> { ["l2"] = l2 };

    public bool Supports(ModelTask task) => task == ModelTask.Regression;

    public ITrainer WithRounds(int rounds) => this;

    public TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (standardized, scale, offset) = Standardize(rows);
        var model = FitTransformer(new MLContext(seed), standardized).Model;
        return new TrainedPredictor(new LinearPredictor(
            [(model.Bias * scale) + offset], [.. model.Weights.Select(weight => weight * scale)], rows.SlotMeans()));
    }

    /// <summary>ML.NET's own model of the same rows. Where extreme cells make the weights overflow, the penalty is raised.</summary>
    /// <exception cref="RejectedException">No penalty helps.</exception>
    internal RegressionPredictionTransformer<LinearRegressionModelParameters> FitTransformer(MLContext context, TrainingSet rows)
    {
        for (var (attempt, penalty) = (1, l2); ; attempt++, penalty *= PenaltyStep)
        {
            try
            {
                return FitTransformer(context, rows, penalty);
            }
            catch (ArgumentOutOfRangeException) when (attempt < MaxAttempts)
            {
                // ML.NET's words for weights that are not finite.
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new RejectedException(
                    RejectionReasons.CannotFit,
                    $"The numbers in the columns are too extreme to learn from. Exclude the column that has them in {DatasetName.SettingsFile}.");
            }
        }
    }

    /// <summary>The rows with a label of mean 0 and deviation 1, which SDCA's step size and tolerance are made for.</summary>
    internal static (TrainingSet Rows, double Scale, double Offset) Standardize(TrainingSet rows)
    {
        var mean = rows.Labels.Average(label => (double)label);
        var deviation = Math.Sqrt(rows.Labels.Average(label => (label - mean) * (label - mean)));
        if (!(deviation > 0))
            deviation = 1;
        return (rows with { Labels = [.. rows.Labels.Select(label => (float)((label - mean) / deviation))] }, deviation, mean);
    }

    private static RegressionPredictionTransformer<LinearRegressionModelParameters> FitTransformer(MLContext context, TrainingSet rows, float penalty)
    {
        var trainer = context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            NumberOfThreads = 1,
            ExampleWeightColumnName = "Weight",
            L1Regularization = 0,
            L2Regularization = penalty,
            ConvergenceTolerance = 1e-3f,
            MaximumNumberOfIterations = 100,
            BiasLearningRate = 1,
        });
        return trainer.Fit(rows.ToDataView(context));
    }
}
