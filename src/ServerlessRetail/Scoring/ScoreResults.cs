using System.Text;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Makes a record of a customer's answer.</summary>
internal static class ScoreResults
{
    /// <param name="text">Where the customer's values are.</param>
    /// <param name="row">The customer.</param>
    /// <param name="score">Null: the row tells why there is none.</param>
    public static ScoreResult Of(FittedModel model, ReadOnlySpan<byte> text, CustomerRow row, RowScore? score)
    {
        var id = row.Id.IsThere ? Encoding.UTF8.GetString(JsonBytes.TextOf(row.Id.Of(text))) : null;
        if (score is null)
            return new ScoreResult { Id = id, Error = ProblemOf(row) };
        return new ScoreResult
        {
            Id = id,
            Probability = model.Task == ModelTask.Binary ? score.Answer : null,
            Probabilities = model.Task == ModelTask.Multiclass ? ProbabilitiesOf(model, score) : null,
            Decision = score.Decision,
            Prediction = model.Task == ModelTask.Regression ? score.Answer : null,
            Interval = score.Interval,
            Reasons = score.HasReasons ? ReasonsOf(model, text, row, score.Reasons) : null,
            Warnings = [.. row.Warnings],
        };
    }

    public static Problem ProblemOf(CustomerRow row) => row.Problem ?? Problems.InvalidCustomer([.. row.Errors]);

    /// <summary>A value as an element of its own.</summary>
    public static JsonElement? ElementOf(RawValue value, ReadOnlySpan<byte> text)
    {
        if (!value.IsThere)
            return null;
        var reader = new Utf8JsonReader(value.Of(text));
        return JsonElement.ParseValue(ref reader);
    }

    private static OrderedDictionary<string, double> ProbabilitiesOf(FittedModel model, RowScore score)
    {
        var byClass = new OrderedDictionary<string, double>(score.ByLikelihood.Length);
        foreach (var ofClass in score.ByLikelihood)
            byClass.Add(model.Description.Label.Classes[ofClass], score.ProbabilityOf(ofClass));
        return byClass;
    }

    private static List<ScoreReason> ReasonsOf(FittedModel model, ReadOnlySpan<byte> text, CustomerRow row, RowReasons reasons)
    {
        var records = new List<ScoreReason>(reasons.Strongest.Length);
        foreach (var column in reasons.Strongest)
        {
            records.Add(new ScoreReason(
                model.Recipe.Columns[column].Name, ElementOf(row.Values[column], text),
                reasons.ContributionOf(column), reasons.ChangeOf(column), reasons.DirectionOf(column)));
        }
        return records;
    }
}
