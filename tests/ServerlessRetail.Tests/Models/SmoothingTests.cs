using CsCheck;
using ServerlessRetail.Models;

namespace ServerlessRetail.Tests.Models;

/// <summary>No probability is nearer to 0 or 1 than the number of rows warrants (Laplace's rule of succession).</summary>
public sealed class SmoothingTests
{
    [Theory]
    [InlineData(-1e300, 0.01)]
    [InlineData(0, 0.5)]
    [InlineData(1e300, 0.99)]
    public void Of_98_rows_no_probability_is_below_one_in_a_hundred(double logOdds, double expected) =>
        Assert.Equal(expected, With(2 / (98.0 + 2)).Probability(logOdds), 12);

    [Fact]
    public void The_order_of_scores_stays() =>
        Gen.Select(Gen.Double[-20, 20], Gen.Double[0.001, 5], Gen.Double[0, 0.5]).Sample((score, step, smoothing) =>
            With(smoothing).Probability(score + step) > With(smoothing).Probability(score));

    [Fact]
    public void Probabilities_of_several_classes_still_sum_to_one() =>
        Gen.Select(Gen.Double[-30, 30].Array[4], Gen.Double[0, 0.5]).Sample((scores, smoothing) =>
        {
            var probabilities = new double[4];
            With(smoothing).Probabilities(scores, probabilities);
            return Math.Abs(probabilities.Sum() - 1) < 1e-12 && probabilities.Min() >= (smoothing / 4) - 1e-12;
        });

    private static FittedModel With(double smoothing)
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe).Build();
        return new FittedModel(model.Description with { Smoothing = smoothing }, model.Predictors);
    }
}
