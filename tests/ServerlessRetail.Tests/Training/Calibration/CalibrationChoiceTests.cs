using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Calibration;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Calibration;

public sealed class CalibrationChoiceTests
{
    private static double Overconfident(double logOdds) => 2.2 * logOdds;

    /// <summary>No straight line in log-odds undoes it.</summary>
    private static double Bent(double logOdds) => logOdds < -1 ? logOdds : (3 * (logOdds + 1)) - 1;

    [Fact]
    public void Overconfident_scores_are_tamed_by_slope_and_offset()
    {
        var drawn = DrawnScores.Create(2_000, seed: 5);

        var choice = CalibrationChoice.Choose(drawn.Distorted(Overconfident), drawn.Labels);

        Assert.Equal(CalibrationMethods.Platt, choice.Method);
        Assert.InRange(choice.Scale, 0.35, 0.55);
        Assert.Null(choice.Map);
        Assert.True(choice.Report.After!.Ece < choice.Report.Before!.Ece / 2);
        Assert.True(choice.Report.After.LogLoss < choice.Report.Before.LogLoss);
    }

    [Fact]
    public void Bent_scores_are_straightened_where_there_are_many_rows()
    {
        var drawn = DrawnScores.Create(12_000, seed: 6);

        var choice = CalibrationChoice.Choose(drawn.Distorted(Bent), drawn.Labels);

        Assert.Equal(CalibrationMethods.Isotonic, choice.Method);
        Assert.Equal((1, 0), (choice.Scale, choice.Offset));
        AssertBetterOnNewRows(choice, Bent, clearly: true);
    }

    [Theory]
    [InlineData(400, 60)]
    [InlineData(6_000, 10)]
    public void Scores_that_are_right_become_no_worse_on_average(int rows, int samples)
    {
        var (excess, changed) = (0.0, 0);
        for (var sample = 0; sample < samples; sample++)
        {
            var drawn = DrawnScores.Create(rows, 7_919 * (sample + 1));
            var choice = CalibrationChoice.Choose(drawn.LogOdds, drawn.Labels);
            if (choice.Method == CalibrationMethods.None)
                continue;
            changed++;
            excess += NewRowsLoss(choice, logOdds => logOdds) - BinaryEvaluation.LogLoss(New.Probabilities, New.Labels);
        }

        // Two numbers learned from n rows cost 1 / n nats; one choice in twenty learns any.
        Assert.InRange(changed, 0, 2 + (0.1 * samples));
        Assert.InRange(excess / samples, -1e-4, 1.0 / rows);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(6_000)]
    public void Distorted_scores_become_better_on_rows_not_seen_and_rank_as_before(int rows)
    {
        foreach (var distortion in (Func<double, double>[])[Overconfident, Bent, logOdds => logOdds + 2, logOdds => 0.3 * logOdds])
        {
            var drawn = DrawnScores.Create(rows, seed: 7);

            AssertBetterOnNewRows(CalibrationChoice.Choose(drawn.Distorted(distortion), drawn.Labels), distortion);
        }
    }

    [Fact]
    public void Scores_that_rank_the_wrong_way_round_or_are_no_numbers_are_left_alone()
    {
        var drawn = DrawnScores.Create(1_000, seed: 8);

        Assert.Equal(CalibrationMethods.None, CalibrationChoice.Choose(drawn.Distorted(logOdds => -logOdds), drawn.Labels).Method);
        Assert.Equal(CalibrationMethods.None, CalibrationChoice.Choose(drawn.Distorted(_ => double.NaN), drawn.Labels).Method);
    }

    [Fact]
    public void A_handful_of_positives_changes_nothing() =>
        Assert.Equal(CalibrationMethods.None, CalibrationChoice.Choose([.. Enumerable.Range(0, 100).Select(row => row / 10.0)], [.. Enumerable.Range(0, 100).Select(row => row > 90 ? 1f : 0f)]).Method);

    [Fact]
    public void One_factor_tames_the_scores_of_several_classes()
    {
        var (scores, labels) = Classes(3_000, seed: 9);

        var choice = CalibrationChoice.ChooseForClasses(Array.ConvertAll(scores, row => Array.ConvertAll(row, score => 3 * score)), labels);

        Assert.Equal(CalibrationMethods.Temperature, choice.Method);
        Assert.Equal(1.0 / 3, choice.Scale, 0.03);
        Assert.True(choice.Report.After!.LogLoss < choice.Report.Before!.LogLoss);
        Assert.Equal(CalibrationMethods.None, CalibrationChoice.ChooseForClasses(scores, labels).Method);
    }

    private static readonly DrawnScores New = DrawnScores.Create(20_000, seed: 99);

    private static void AssertBetterOnNewRows(CalibrationChoice choice, Func<double, double> distortion, bool clearly = false)
    {
        var distorted = Array.ConvertAll(New.Distorted(distortion), Sigmoid.Of);
        var calibrated = Calibrated(choice, distortion);
        var (before, after) = (BinaryEvaluation.Evaluate(distorted, New.Labels, 0.5), BinaryEvaluation.Evaluate(calibrated, New.Labels, 0.5));

        Assert.True(after[MetricNames.LogLoss] < before[MetricNames.LogLoss]);
        Assert.True(after[MetricNames.Ece] < (clearly ? before[MetricNames.Ece] / 3 : before[MetricNames.Ece]));
        Assert.Equal(before[MetricNames.Auc], after[MetricNames.Auc], 4);
    }

    private static double NewRowsLoss(CalibrationChoice choice, Func<double, double> distortion) =>
        BinaryEvaluation.LogLoss(Calibrated(choice, distortion), New.Labels);

    /// <summary>As a fitted model does it.</summary>
    private static double[] Calibrated(CalibrationChoice choice, Func<double, double> distortion) => New.Distorted(logOdds =>
        (choice.Scale * distortion(logOdds)) + choice.Offset is var score && choice.Map is null ? Sigmoid.Of(score) : choice.Map!.Apply(distortion(logOdds)));

    private static (double[][] Scores, float[] Labels) Classes(int rows, int seed)
    {
        var random = new Random(seed);
        var scores = Enumerable.Range(0, rows).Select(_ => new[] { DrawnScores.Normal(random), DrawnScores.Normal(random), DrawnScores.Normal(random) }).ToArray();
        return (scores, Array.ConvertAll(scores, row =>
        {
            var probabilities = TemperatureScaling.Probabilities(row, 1);
            var drawn = random.NextDouble();
            return drawn < probabilities[0] ? 0f : drawn < probabilities[0] + probabilities[1] ? 1f : 2f;
        }));
    }
}
