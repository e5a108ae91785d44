using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class ThresholdChoiceTests
{
    private static readonly double[] Probabilities = [0.9, 0.7, 0.5, 0.3, 0.1];

    private static readonly float[] Labels = [1, 1, 0, 0, 0];

    [Fact]
    public void Without_costs_and_budget_it_is_the_one_with_the_best_F1() =>
        Assert.Equal(0.7, ThresholdChoice.Choose(Probabilities, Labels).Threshold);

    [Fact]
    public void Costs_decide_by_themselves() =>
        Assert.Equal(0.2, ThresholdChoice.Choose(Probabilities, Labels, new DecisionCosts(1, 4)).Threshold, 12);

    [Theory]
    [InlineData(0.4, 0.6)]
    [InlineData(0.59, 0.6)]
    [InlineData(1, 0.8)]
    [InlineData(3, 0.4)]
    [InlineData(99, 0.1)]
    public void A_budget_selects_as_many_as_it_allows(double budget, double threshold) =>
        Assert.Equal(threshold, ThresholdChoice.Choose(Probabilities, Labels, budget: budget).Threshold, 12);

    [Fact]
    public void Of_costs_and_budget_the_stricter_one_counts()
    {
        Assert.Equal(0.6, ThresholdChoice.Choose(Probabilities, Labels, new DecisionCosts(1, 9), budget: 0.4).Threshold, 12);
        Assert.Equal(0.75, ThresholdChoice.Choose(Probabilities, Labels, new DecisionCosts(3, 1), budget: 0.4).Threshold, 12);
    }

    [Fact]
    public void No_budget_is_ever_exceeded_and_none_is_wasted_without_ties() =>
        Gen.Select(Gen.Int[0, 20].Select(step => step / 20.0).Array[1, 40], Gen.Double[0.01, 0.99]).Sample((probabilities, budget) =>
        {
            var threshold = ThresholdChoice.Choose(probabilities, new float[probabilities.Length], budget: budget).Threshold;

            var selected = probabilities.Count(probability => probability >= threshold);
            var allowed = (int)Math.Floor(budget * probabilities.Length);
            var next = probabilities.Where(probability => probability < threshold).DefaultIfEmpty(-1).Max();
            return selected <= allowed && (next < 0 || selected + probabilities.Count(probability => probability == next) > allowed);
        });

    [Fact]
    public void The_table_tells_of_every_threshold_what_it_does()
    {
        var table = ThresholdTable.Create(Probabilities, Labels, chosen: 0.6, new DecisionCosts(1, 5));

        Assert.Equal(table.Select(row => row.Threshold).Order(), table.Select(row => row.Threshold));
        var chosen = Assert.Single(table, row => row.Chosen);
        Assert.Equal(new ThresholdDecisions(0.6, 0.4, 1, 1, 1, 0, 2, 0, 3, 0, Chosen: true), chosen);
        Assert.Equal(3.0 / 5, table[0].Cost);
        Assert.Equal(1, table[0].Selected);
        Assert.All(ThresholdTable.Create(Probabilities, Labels, 0.6, null), row => Assert.Null(row.Cost));
    }
}
