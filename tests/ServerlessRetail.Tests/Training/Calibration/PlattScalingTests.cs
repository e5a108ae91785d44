using ServerlessRetail.Training.Calibration;

namespace ServerlessRetail.Tests.Training.Calibration;

public sealed class PlattScalingTests
{
    [Fact]
    public void A_distortion_is_undone()
    {
        var drawn = DrawnScores.Create(50_000, seed: 1);

        var platt = PlattScaling.Fit(drawn.Distorted(logOdds => (2 * logOdds) + 1), drawn.Labels);

        Assert.Equal(0.5, platt.Slope, 0.02);
        Assert.Equal(-0.5, platt.Offset, 0.04);
    }

    [Fact]
    public void Scores_that_separate_the_classes_give_a_finite_slope()
    {
        var platt = PlattScaling.Fit([-2, -1, 1, 2], [0, 0, 1, 1]);

        // The targets of two rows a class are 3/4 and 1/4.
        Assert.InRange(platt.Slope, 0.5, 2);
        Assert.Equal(0, platt.Offset, 9);
        Assert.InRange(platt.Probability(1.5), 0.7, 0.85);
    }

    [Fact]
    public void Scores_that_say_nothing_give_the_share_of_positives()
    {
        var platt = PlattScaling.Fit([3, 3, 3, 3], [1, 0, 0, 0]);

        Assert.Equal((2.0 / 3 / 4) + (3 * 0.2 / 4), platt.Probability(3), 6);
    }

    [Fact]
    public void A_row_of_weight_2_is_like_two_rows()
    {
        var weighted = PlattScaling.Fit([-1, 0, 1, 2], [0, 1, 0, 1], [2, 1, 1, 2]);

        var repeated = PlattScaling.Fit([-1, -1, 0, 1, 2, 2], [0, 0, 1, 0, 1, 1]);

        Assert.Equal(repeated.Slope, weighted.Slope, 9);
        Assert.Equal(repeated.Offset, weighted.Offset, 9);
    }
}
