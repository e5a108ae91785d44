using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Training.Evaluation;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Tests.Training;

public sealed class RegressionIntervalTests
{
    private static readonly Fitting Spend = Fitting.Of(GeneratedCustomers.Create(1_500, "yearlySpend"));

    [Fact]
    public void A_regression_has_intervals_that_hold_nine_tenths_of_the_test_rows()
    {
        var quality = Quality(Spend)!;

        // Spend was drawn evenly up to 40 on both sides, and some visits, which decide on it, are missing.
        Assert.InRange(quality.Coverage, 0.85, 0.95);
        Assert.InRange(quality.MeanWidth, 72, 110);
        Assert.False(quality.IsTooNarrow());
        Assert.Equal((0.9, 1_200), (Spend.Result.Interval!.Level, Spend.Result.Interval.Rows));
    }

    [Fact]
    public void Intervals_survive_the_model_file()
    {
        var reloaded = Spend.Reloaded();

        Assert.All((double[])[-100, 0, 312.5, 700, 1e6], raw => Assert.Equal(Spend.Model.Interval(raw), reloaded.Interval(raw)));
        Assert.NotNull(reloaded.Interval(500));
    }

    [Fact]
    public void Too_few_rows_give_no_interval_and_the_report_says_so()
    {
        var few = Fitting.Of(GeneratedCustomers.Create(110, "yearlySpend"));

        Assert.Null(few.Model.Interval(100));
        Assert.Null(few.Result.Interval!.Level);
        Assert.Contains("too few", few.Result.Interval.Why, StringComparison.Ordinal);
        Assert.Null(Quality(few));
    }

    [Fact]
    public void Classes_have_no_interval()
    {
        var churn = Fitting.Of(GeneratedCustomers.Create(300, "churn"));

        Assert.Null(churn.Model.Interval(0));
        Assert.Null(churn.Result.Interval);
    }

    [Fact]
    public void Intervals_that_hold_clearly_less_than_they_claim_are_too_narrow()
    {
        var labels = Array.ConvertAll(Spend.Rows.TestLabels, label => label + 30);

        Assert.True(IntervalEvaluation.Evaluate(Spend.Model, ModelEvaluation.Scores(Spend.Model, Spend.TestCells), labels)!.IsTooNarrow());
    }

    [Theory]
    [InlineData("diamonds/diamonds.csv", "price", TrainerNames.BoostedTrees)]
    [InlineData("bike_hour/bike_sharing.csv", "cnt", TrainerNames.LinearRegression)]
    public async Task Real_numbers_keep_to_their_intervals(string file, string label, string trainer)
    {
        var settings = new ModelSettings
        {
            Label = label,
            Task = ModelTask.Regression,
            Exclude = label == "cnt" ? ["casual", "registered"] : [],
            Trainers = trainer == TrainerNames.LinearRegression
                ? [Fitting.PlainTrainer(ModelTask.Regression)]
                : [new TrainerSettings(trainer, Preset: null, new Dictionary<string, IReadOnlyList<double>> { ["rounds"] = [60], ["learningRate"] = [0.2], ["leaves"] = [15] })],
        };
        var fitting = Fitting.Of((await SharedData.ReadAsync(file)).Dataset, settings);
        var quality = Quality(fitting)!;

        TestContext.Current.TestOutputHelper?.WriteLine($"{quality}, {fitting.Model.Description.LabelScale}");
        Assert.InRange(quality.Coverage, 0.88, 0.92);
        Assert.All(ByPrediction(fitting), coverage => Assert.InRange(coverage, 0.84, 0.96));
    }

    private static IntervalQuality? Quality(Fitting fitting) =>
        IntervalEvaluation.Evaluate(fitting.Model, ModelEvaluation.Scores(fitting.Model, fitting.TestCells), fitting.Rows.TestLabels);

    /// <summary>Coverage of each fifth of the predictions.</summary>
    private static IEnumerable<double> ByPrediction(Fitting fitting)
    {
        var scores = ModelEvaluation.Scores(fitting.Model, fitting.TestCells);
        var order = Enumerable.Range(0, scores.Length).OrderBy(row => scores[row]).ToArray();
        return order.Chunk((order.Length / 5) + 1).Select(rows => IntervalEvaluation.Evaluate(
            fitting.Model, Array.ConvertAll(rows, row => scores[row]), Array.ConvertAll(rows, row => fitting.Rows.TestLabels[row]))!.Coverage);
    }
}
