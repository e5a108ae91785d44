using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers;

/// <summary>Logistic regression with an L2 penalty, fitted by ML.NET's L-BFGS (Andrew and Gao, 2007).</summary>
/// <param name="l2">Weight of the penalty ½·l2·|w|² against the summed log loss; 0 or more.</param>
public sealed class LogisticRegressionTrainer(float l2 = 1, int seed = 1) : ITrainer
{
    public string Name => "logisticRegression";

    public FeatureOptions Features { get; } = new();

    public IReadOnlyDictionary<string, double> Parameters { get; } = new Dictionary<string, double> { ["l2"] = l2 };

    public bool Supports(ModelTask task) => task == ModelTask.Binary;

    public ITrainer WithRounds(int rounds) => this;

    public TrainedPredictor Train(TrainingSet rows, TrainingSet? validation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fitted = Fit(rows).SubModel;
        return new TrainedPredictor(new LinearPredictor([fitted.Bias], [.. fitted.Weights.Select(weight => (double)weight)], rows.SlotMeans()));
    }

    /// <summary>ML.NET's own model of the same rows.</summary>
    internal CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> Fit(TrainingSet rows) =>
        FitTransformer(new MLContext(seed), rows).Model;

    internal Microsoft.ML.Data.BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
        FitTransformer(MLContext context, TrainingSet rows)
    {
        // One thread: the sum of the gradients, and with it the model, depends on how rows are shared out.
        var trainer = context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            NumberOfThreads = 1,
            ExampleWeightColumnName = "Weight",
            L1Regularization = 0,
            L2Regularization = l2,
            OptimizationTolerance = 1e-7f,
            HistorySize = 20,
            MaximumNumberOfIterations = 200,
        });
        return trainer.Fit(rows.ToDataView(context));
    }
}
