using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Calibration;

namespace ServerlessRetail.Tests.Training.Calibration;

public sealed class LogOffsetTests
{
    [Fact]
    public void Amounts_become_right_on_average()
    {
        var (scores, labels) = Amounts(5_000, seed: 1, spread: 0.8);

        var chosen = LogOffset.Choose(scores, labels);

        // Of a log-normal amount the mean is exp(variance / 2) times the median.
        Assert.Equal(CalibrationMethods.Smearing, chosen.Report.Method);
        Assert.Equal(0.32, chosen.Offset, 0.06);
        Assert.Equal(labels.Sum(label => (double)label), scores.Sum(score => Math.Exp(score + chosen.Offset) - 1), 0.03 * labels.Sum(label => (double)label));
    }

    [Fact]
    public void Both_estimates_agree_where_the_noise_is_the_same_everywhere()
    {
        var (scores, labels) = Amounts(20_000, seed: 2, spread: 0.5);

        Assert.Equal(LogOffset.Smearing(scores, labels), LogOffset.Ratio(scores, labels), 0.03);
    }

    [Fact]
    public void A_few_rows_far_off_do_not_blow_up_everybodys_amount()
    {
        var (scores, labels) = Amounts(2_000, seed: 3, spread: 0.3);
        for (var row = 0; row < 5; row++)
            (scores[row], labels[row]) = (0, 20_000);

        var chosen = LogOffset.Choose(scores, labels);

        Assert.True(LogOffset.Smearing(scores, labels) > 1);
        Assert.InRange(chosen.Offset, -0.2, 0.6);
    }

    [Fact]
    public void Nothing_that_is_no_number_comes_of_it()
    {
        Assert.Equal(0, LogOffset.Choose([double.NaN, 1], [1, 2]).Offset);
        Assert.InRange(LogOffset.Choose([-900, -900, -900], [1, 2, 3]).Offset, -LogOffset.MostOffset, LogOffset.MostOffset);
    }

    private static (double[] Scores, float[] Labels) Amounts(int rows, int seed, double spread)
    {
        var random = new Random(seed);
        var scores = Enumerable.Range(0, rows).Select(_ => 4 + DrawnScores.Normal(random)).ToArray();
        return (scores, Array.ConvertAll(scores, score => (float)Math.Max(0, Math.Exp(score + (spread * DrawnScores.Normal(random))) - 1)));
    }
}
