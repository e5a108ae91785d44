using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>The probability from which the decision is positive, and why this one.</summary>
/// <param name="Threshold">Above 0; above 1 or the highest probability where nobody fits into the budget.</param>
/// <param name="Why">A sentence.</param>
public sealed record ThresholdChoice(double Threshold, string Why)
{
    /// <summary>
    /// From costs, the probability from which acting is the cheaper mistake (Elkan, 2001); from a budget, the one that
    /// selects no more customers than can be contacted; from both, the higher of the two; else the one with the best F1.
    /// </summary>
    /// <param name="probabilities">Calibrated, of rows that the model did not learn from.</param>
    /// <param name="labels">1 and 0.</param>
    /// <param name="costs">What wrong decisions cost; null: unknown.</param>
    /// <param name="budget">Below 1: the share of customers that can be contacted; from 1 on: how many of as many customers as there are rows; null: all.</param>
    public static ThresholdChoice Choose(double[] probabilities, float[] labels, DecisionCosts? costs = null, double? budget = null)
    {
        var ofCosts = costs is null ? null : new ThresholdChoice(costs.Threshold, "From this probability on acting costs less than not acting.");
        if (budget is not { } limit)
            return ofCosts ?? new ThresholdChoice(BinaryEvaluation.BestF1Threshold(probabilities, labels), "It has the best F1 on rows that the model did not learn from.");
        var ofBudget = new ThresholdChoice(OfBudget(probabilities, limit), "It selects as many customers as the budget allows.");
        return ofCosts?.Threshold >= ofBudget.Threshold ? ofCosts : ofBudget;
    }

    /// <summary>
    /// Half-way between the last probability that is selected and the next one; customers with the same probability are all
    /// selected or none of them.
    /// </summary>
    private static double OfBudget(double[] probabilities, double budget)
    {
        var sorted = (double[])probabilities.Clone();
        Array.Sort(sorted);
        Array.Reverse(sorted);
        var selected = (int)Math.Min(Math.Floor(budget < 1 ? budget * sorted.Length : budget), sorted.Length);
        while (selected > 0 && selected < sorted.Length && sorted[selected - 1] == sorted[selected])
            selected--;
        if (selected == 0)
            return Math.BitIncrement(sorted[0]);
        return selected == sorted.Length ? sorted[^1] : (sorted[selected - 1] + sorted[selected]) / 2;
    }
}
