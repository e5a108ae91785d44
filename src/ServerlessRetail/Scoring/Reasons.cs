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
        var rate = Rate(rawScore - average, change);
        return Strongest(model, customer, contributions, Array.ConvertAll(contributions, contribution => contribution * rate), count);
    }

    /// <summary>Reasons for the likeliest of several classes: its raw score less the mean of all classes'.</summary>
    public static IReadOnlyList<ScoreReason> OfClass(
        FittedModel model, ScoringSpace space, Customer customer, ClassProbabilities classes, int count)
    {
        var columns = model.Recipe.Columns.Count;
        var ofClasses = new double[model.Outputs][];
        for (var output = 0; output < ofClasses.Length; output++)
            model.Explainer.Explain(space, output, ofClasses[output] = new double[columns]);
        var contributions = new double[columns];
        for (var column = 0; column < columns; column++)
            contributions[column] = ofClasses[classes.LikeliestIndex][column] - ofClasses.Average(ofClass => ofClass[column]);
        return Strongest(model, customer, contributions, ClassChanges.Of(model, ofClasses, classes.LikeliestIndex), count);
    }

    /// <summary>Change of the answer for each unit of the raw score; where the score is the average one, nothing changed.</summary>
    private static double Rate(double ofScore, double ofAnswer) => ofScore == 0 || !double.IsFinite(ofAnswer / ofScore) ? 0 : ofAnswer / ofScore;

    private static List<ScoreReason> Strongest(FittedModel model, Customer customer, double[] contributions, double[] changes, int count) =>
        [.. Enumerable.Range(0, contributions.Length)
            .OrderByDescending(column => Math.Abs(contributions[column]))
            .Take(count)
            .Select(column => new ScoreReason(
                model.Recipe.Columns[column].Name,
                customer.Values[column],
                contributions[column],
                changes[column],
                changes[column] > 0 || (changes[column] == 0 && contributions[column] >= 0) ? ReasonDirection.Raises : ReasonDirection.Lowers))];
}
