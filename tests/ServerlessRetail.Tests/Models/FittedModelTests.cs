using CsCheck;
using ServerlessRetail.Models;

namespace ServerlessRetail.Tests.Models;

public sealed class FittedModelTests
{
    [Fact]
    public void The_raw_score_is_bias_and_weighted_slots_in_label_units()
    {
        var model = new ModelBuilder(ModelBuilder.RetailRecipe)
        {
            Bias = 0.5f,
            Weights = [2, 0, 3, 1, 0, 10, 0, 0, 0],
            Means = new float[9],
            Scale = 100,
            Offset = 7,
            Label = ModelBuilder.SpendLabel,
        }.Build();

        // Tenure one deviation above the mean, spend two below, silver.
        var score = model.RawScore([28, 0, 0, 1], model.CreateSpace());

        Assert.Equal((100 * (0.5 + 2 - 6 + 10)) + 7, score, 9);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-2, 0.11920292202211755)]
    [InlineData(2, 0.8807970779778823)]
    [InlineData(1e300, 1)]
    [InlineData(-1e300, 0)]
    public void Log_odds_become_a_probability(double raw, double expected) => Assert.Equal(expected, Sigmoid.Of(raw), 12);

    [Fact]
    public void Every_probability_is_between_0_and_1_and_grows_with_the_log_odds() =>
        Gen.Select(Gen.Double[-1e3, 1e3], Gen.Double[0, 1e3]).Sample((raw, step) =>
            Sigmoid.Of(raw) is >= 0 and <= 1 && Sigmoid.Of(raw + step) >= Sigmoid.Of(raw));

    [Theory]
    [InlineData(0.29, "no")]
    [InlineData(0.3, "yes")]
    [InlineData(1, "yes")]
    public void From_the_threshold_on_the_decision_is_positive(double probability, string expected) =>
        Assert.Equal(expected, new ModelBuilder(ModelBuilder.RetailRecipe) { Threshold = 0.3 }.Build().Decide(probability));
}
