using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Scores customers with one model. Cheap to make; one for each request, since it holds the room for a row's way through the model.</summary>
/// <param name="served">The model.</param>
/// <param name="threshold">Probability from which the decision is the positive class, 0 to 1; null: the model's own.</param>
/// <param name="strict">Whether what the score would have to make do with is an error instead of a warning.</param>
public sealed class Scorer(ServedModel served, double? threshold = null, bool strict = false)
{
    private readonly CustomerReader _reader = new(served.Fitted, strict);
    private readonly ScoringSpace _space = served.Fitted.CreateSpace();

    private FittedModel Model => served.Fitted;

    /// <summary>Whether the model's file had a column of this name.</summary>
    public bool Knows(string column) =>
        Model.Description.Id == column || Model.Description.IgnoredColumns.Contains(column) || Model.Recipe.Columns.Any(known => known.Name == column);

    /// <param name="json">One customer.</param>
    /// <param name="path">Where it stands in the request; empty for the request itself.</param>
    /// <param name="reasons">How many reasons to give, 0 or more.</param>
    public ScoreResult Score(JsonElement json, string path, int reasons)
    {
        var customer = _reader.Read(json, path);
        if (customer.Errors.Count > 0)
            return new ScoreResult { Id = customer.Id, Error = Problems.InvalidCustomer(customer.Errors) };

        var scores = Model.RawScores(customer.Cells, _space);
        var result = new ScoreResult { Id = customer.Id, Warnings = customer.Warnings };
        if (Model.Task == ModelTask.Multiclass)
        {
            var classes = new ClassProbabilities(Model, scores);
            return result with
            {
                Probabilities = classes.ByClass,
                Decision = classes.Likeliest,
                Reasons = reasons > 0 ? Reasons.OfClass(Model, _space, customer, classes, reasons) : null,
            };
        }
        var raw = scores[0];
        result = result with { Reasons = reasons > 0 ? Reasons.Of(Model, _space, customer, raw, reasons) : null };
        if (Model.Task == ModelTask.Regression)
            return result with { Prediction = Model.Prediction(raw), Interval = Model.Interval(raw) };
        var probability = Model.Probability(raw);
        return result with { Probability = probability, Decision = Model.Decide(probability, threshold) };
    }
}
