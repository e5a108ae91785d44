using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Training.Trainers;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training;

/// <summary>On rows that neither has seen, our linear models answer as ML.NET's do with the same penalties.</summary>
public sealed class MlNetAgreementTests
{
    /// <summary>ML.NET sums floats and stops earlier.</summary>
    private const double Tolerance = 1e-3;

    [Fact]
    public async Task Probabilities_agree_on_telco() =>
        AssertSameProbabilities(Fitting.Of((await SharedData.ReadAsync("telco/Telco-Customer-Churn.csv")).Dataset));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Probabilities_agree_on_generated_customers(int seed) => AssertSameProbabilities(Fitting.Of(GeneratedCustomers.Create(1_000, "churn", seed)));

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Probabilities_of_several_classes_agree(double l1)
    {
        var context = new MLContext(1);
        var (train, test) = (SyntheticRows.Create(ModelTask.Multiclass), SyntheticRows.Create(ModelTask.Multiclass, seed: 2));
        var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            NumberOfThreads = 1,
            L1Regularization = (float)l1,
            L2Regularization = 1,
            OptimizationTolerance = 1e-7f,
            HistorySize = 20,
            MaximumNumberOfIterations = 500,
        });
        var scored = trainer.Fit(train.ToDataView()).Transform(test.ToDataView());

        var ours = Probabilities(new LogisticRegressionTrainer(new LogisticRegressionOptions(L1: l1)), train, test);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(" ", ours.Take(9)) + " | " + string.Join(" ", scored.GetColumn<float[]>("Score").Take(3).SelectMany(r => r)));
        AssertClose([.. ours], scored.GetColumn<float[]>("Score").SelectMany(row => row), Tolerance);
    }

    [Fact]
    public void Probabilities_agree_with_an_L1_penalty()
    {
        var context = new MLContext(1);
        var (train, test) = (SyntheticRows.Create(ModelTask.Binary), SyntheticRows.Create(ModelTask.Binary, seed: 2));
        var scored = Logistic(context, l1: 50).Fit(train.ToDataView()).Transform(test.ToDataView());

        var predictor = new LogisticRegressionTrainer(new LogisticRegressionOptions(L1: 50)).Train(train, null, TestContext.Current.CancellationToken).Predictor;

        AssertClose([.. test.Vectors.Select(vector => Sigmoid.Of(predictor.Predict(vector)))], scored.GetColumn<float>("Probability"), Tolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Predictions_agree_on_generated_customers(int seed)
    {
        var fitting = Fitting.Of(GeneratedCustomers.Create(1_000, "yearlySpend", seed));
        var context = new MLContext(1);
        var (mean, deviation) = (fitting.Rows.TrainLabels.Average(), (float)Deviation(fitting.Rows.TrainLabels));
        var standardized = fitting.TrainingSet with { Labels = [.. fitting.Rows.TrainLabels.Select(label => (label - mean) / deviation)] };
        var trainer = context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            NumberOfThreads = 1,
            L1Regularization = 0,
            L2Regularization = 1f / standardized.RowCount,
            ConvergenceTolerance = 1e-5f,
            MaximumNumberOfIterations = 2_000,
            BiasLearningRate = 1,
        });

        var theirs = trainer.Fit(standardized.ToDataView()).Transform(fitting.TestSet.ToDataView()).GetColumn<float>("Score");

        AssertClose([.. ModelEvaluation.Scores(fitting.Reloaded(), fitting.TestCells).Select(score => (score - mean) / deviation)], theirs, tolerance: 0.02);
    }

    private static void AssertSameProbabilities(Fitting fitting)
    {
        var context = new MLContext(1);
        var scored = Logistic(context, l1: 0).Fit(fitting.TrainingSet.ToDataView()).Transform(fitting.TestSet.ToDataView());

        AssertClose([.. ModelEvaluation.Scores(fitting.Reloaded(), fitting.TestCells).Select(Sigmoid.Of)], scored.GetColumn<float>("Probability"), Tolerance);
    }

    private static LbfgsLogisticRegressionBinaryTrainer Logistic(MLContext context, double l1) =>
        context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            NumberOfThreads = 1,
            L1Regularization = (float)l1,
            L2Regularization = 1,
            OptimizationTolerance = 1e-7f,
            HistorySize = 20,
            MaximumNumberOfIterations = 500,
        });

    private static IEnumerable<double> Probabilities(LogisticRegressionTrainer trainer, TrainingSet train, TrainingSet test)
    {
        var predictor = trainer.Train(train, null, TestContext.Current.CancellationToken).Predictor;
        foreach (var vector in test.Vectors)
        {
            var scores = new double[predictor.Outputs];
            predictor.Predict(vector, scores);
            Softmax.Of(scores, scores);
            foreach (var score in scores)
                yield return score;
        }
    }

    private static double Deviation(float[] labels) => Math.Sqrt(labels.Average(label => Math.Pow(label - labels.Average(), 2)));

    private static void AssertClose(double[] ours, IEnumerable<float> theirs, double tolerance)
    {
        var differences = ours.Zip(theirs, (our, their) => Math.Abs(our - their)).ToArray();

        TestContext.Current.TestOutputHelper?.WriteLine($"at most {differences.Max():E2} on {differences.Length} answers");
        Assert.Equal(ours.Length, differences.Length);
        Assert.True(differences.Max() <= tolerance, $"The answers differ by {differences.Max():E2}.");
    }
}
