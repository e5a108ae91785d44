using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Says which columns moved a customer's score most, and by how much.</summary>
internal static class Reasons
{
    /// <param name="space">As the model left it for the customer.</param>
    /// <param name="rawScore">The customer's raw score.</param>
    /// <param name="count">How many reasons to give.</param>
    public static IReadOnlyList<ScoreReason> Of(FittedModel model, ScoringSpace space, Customer customer, double rawScore, int count)
    {
        var contributions = new double[model.Recipe.Columns.Count];
        model.Explainer.Explain(space, output: 0, contributions);
        var average = model.Explainer.BaseScores[0];
        var change = model.Answer(rawScore) - model.Answer(average);
        return Strongest(model, customer, contributions, Rate(rawScore - average, change), count);
    }

    /// <summary>Reasons for the likeliest of several classes: its raw score less the mean of all classes'.</summary>
    public static IReadOnlyList<ScoreReason> OfClass(
        FittedModel model, ScoringSpace space, Customer customer, ClassProbabilities classes, int count)
    {
        var contributions = new double[model.Recipe.Columns.Count];
        var ofClass = new double[contributions.Length];
        for (var output = 0; output < model.Outputs; output++)
        {
            model.Explainer.Explain(space, output, ofClass);
            var share = (output == classes.LikeliestIndex ? 1 : 0) - (1.0 / model.Outputs);
            for (var column = 0; column < contributions.Length; column++)
                contributions[column] += share * ofClass[column];
        }
        var average = new ClassProbabilities(model, model.Explainer.BaseScores);
        var change = classes.Values[classes.LikeliestIndex] - average.Values[classes.LikeliestIndex];
        return Strongest(model, customer, contributions, Rate(contributions.Sum(), change), count);
    }

    /// <summary>Change of the answer for each unit of the raw score; where the score is the average one, nothing changed.</summary>
    private static double Rate(double ofScore, double ofAnswer) => ofScore == 0 || !double.IsFinite(ofAnswer / ofScore) ? 0 : ofAnswer / ofScore;

    private static List<ScoreReason> Strongest(FittedModel model, Customer customer, double[] contributions, double rate, int count) =>
        [.. contributions.Select((contribution, column) => (Column: column, Contribution: contribution))
            .OrderByDescending(item => Math.Abs(item.Contribution))
            .Take(count)
            .Select(item => new ScoreReason(
                model.Recipe.Columns[item.Column].Name,
                customer.Values[item.Column],
                item.Contribution,
                item.Contribution * rate,
                item.Contribution >= 0 ? ReasonDirection.Raises : ReasonDirection.Lowers))];
}
