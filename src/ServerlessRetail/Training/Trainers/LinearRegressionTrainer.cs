using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Linear regression on a standardised label with a small L2 penalty, fitted by ML.NET's stochastic dual coordinate
/// ascent (Shalev-Shwartz and Zhang, 2013).
/// </summary>
/// <param name="l2">Weight of the penalty against the mean squared error; above 0.</param>
public sealed class LinearRegressionTrainer(float l2 = 1e-5f, int seed = 1) : ITrainer
{
    public string Name => "linearRegression";

    public ModelTask Task => ModelTask.Regression;

    public TrainedPredictor Train(TrainingSet rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (standardized, scale, offset) = Standardize(rows);
        var model = FitTransformer(new MLContext(seed), standardized).Model;
        return new TrainedPredictor(new LinearPredictor(model.Bias, [.. model.Weights], rows.SlotMeans()), scale, offset);
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

    internal RegressionPredictionTransformer<LinearRegressionModelParameters> FitTransformer(MLContext context, TrainingSet rows)
    {
        var trainer = context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            NumberOfThreads = 1,
            L1Regularization = 0,
            L2Regularization = l2,
            ConvergenceTolerance = 1e-5f,
            MaximumNumberOfIterations = 200,
            BiasLearningRate = 1,
        });
        return trainer.Fit(rows.ToDataView(context, classes: false));
    }
}
