using Microsoft.ML;
using Microsoft.ML.Data;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training;

/// <summary>On the test rows, the compact model that was written and read again scores as ML.NET's own model does.</summary>
public sealed class MlNetAgreementTests
{
    private const double Tolerance = 1e-6;

    [Fact]
    public async Task Probabilities_agree_on_telco() =>
        AssertSameProbabilities(Fitting.Of((await SharedData.ReadAsync("telco/Telco-Customer-Churn.csv")).Dataset));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Probabilities_agree_on_generated_customers(int seed) => AssertSameProbabilities(Fitting.Of(GeneratedCustomers.Create(1_000, "churn", seed)));

    [Fact]
    public async Task Predictions_agree_on_wholesale()
    {
        var reading = await SharedData.ReadAsync("wholesale/Wholesale customers data.csv");

        AssertSamePredictions(Fitting.Of(reading.Dataset, new ModelSettings { Label = "Grocery" }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Predictions_agree_on_generated_customers(int seed) =>
        AssertSamePredictions(Fitting.Of(GeneratedCustomers.Create(1_000, "yearlySpend", seed)));

    private static void AssertSameProbabilities(Fitting fitting)
    {
        var context = new MLContext(1);
        var scored = new LogisticRegressionTrainer().FitTransformer(context, fitting.TrainingSet).Transform(fitting.TestSet.ToDataView(context));

        var raw = ModelEvaluation.Scores(fitting.Reloaded(), fitting.TestCells);

        AssertClose("log-odds", raw, scored.GetColumn<float>("Score"));
        AssertClose("probability", Array.ConvertAll(raw, Sigmoid.Of), scored.GetColumn<float>("Probability"));
    }

    private static void AssertSamePredictions(Fitting fitting)
    {
        var context = new MLContext(1);
        var (standardized, scale, offset) = LinearRegressionTrainer.Standardize(fitting.TrainingSet);
        var scored = new LinearRegressionTrainer().FitTransformer(context, standardized).Transform(fitting.TestSet.ToDataView(context));

        var raw = ModelEvaluation.Scores(fitting.Reloaded(), fitting.TestCells);

        AssertClose("standardised prediction", Array.ConvertAll(raw, score => (score - offset) / scale), scored.GetColumn<float>("Score"));
    }

    /// <summary>Relative to the score where it is above 1: ML.NET adds floats, so its own last digits are noise.</summary>
    private static void AssertClose(string what, double[] ours, IEnumerable<float> theirs)
    {
        var differences = ours.Zip(theirs, (our, their) => Math.Abs(our - their) / Math.Max(1, Math.Abs(our))).ToArray();

        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: at most {differences.Max():E2} on {differences.Length} rows");
        Assert.Equal(ours.Length, differences.Length);
        Assert.True(differences.Max() <= Tolerance, $"The {what} differs by {differences.Max():E2}.");
    }
}
