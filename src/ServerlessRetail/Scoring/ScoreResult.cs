using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>One customer's score as the API gives it. Fields that do not apply are left out.</summary>
public sealed record ScoreResult
{
    /// <summary>Stated once for a batch, so null inside one.</summary>
    public string? Model { get; init; }

    /// <summary>The version that scored.</summary>
    public string? Version { get; init; }

    /// <summary>What the model predicts: one of two classes, one of several, or a number.</summary>
    public ModelTask? Task { get; init; }

    /// <summary>Of an error in a stream: the line of the request, from 1.</summary>
    public long? Line { get; init; }

    /// <summary>The customer's id as it was sent.</summary>
    public string? Id { get; init; }

    /// <summary>Probability of the positive class, 0 to 1 (binary).</summary>
    public double? Probability { get; init; }

    /// <summary>Probability of each class, 0 to 1, summing to 1 (multiclass).</summary>
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    /// <summary>The class decided for (binary, multiclass).</summary>
    public string? Decision { get; init; }

    /// <summary>The predicted number in the label's unit (regression).</summary>
    public double? Prediction { get; init; }

    /// <summary>Where the true number is expected, where the model tells (regression).</summary>
    public PredictionInterval? Interval { get; init; }

    /// <summary>The columns that moved the score most, the strongest first.</summary>
    public IReadOnlyList<ScoreReason>? Reasons { get; init; }

    public IReadOnlyList<ScoreWarning>? Warnings { get; init; }

    /// <summary>In place of a score: why this customer could not be scored.</summary>
    public Problem? Error { get; init; }
}

/// <summary>What one column did to a score.</summary>
/// <param name="Value">The customer's own value as it was sent; null where it was missing.</param>
/// <param name="Contribution">
/// Change of the raw score against the average customer: in log-odds for classes, of the one decided for where there are
/// several; for a regression in the label's unit, or its logarithm where the model learned that. Over all columns they sum
/// to the raw score less the average raw score.
/// </param>
/// <param name="Change">
/// The same in the unit of the answer: in probability, -1 to 1, or in the label's unit. They too sum up: to the answer less
/// the average customer's. Each column has the share of it that its contribution has; of several classes, the share by all
/// classes' scores.
/// </param>
/// <param name="Direction">Whether it raised or lowered the answer.</param>
public sealed record ScoreReason(
    string Column,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonElement? Value,
    double Contribution,
    double Change,
    ReasonDirection Direction);

/// <summary>Which way a column moved an answer.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ReasonDirection>))]
public enum ReasonDirection
{
    Raises,
    Lowers,
}

/// <summary>Something about a customer's fields that the score had to make do with.</summary>
/// <param name="Code">One of <see cref="ScoreWarningCodes"/>.</param>
public sealed record ScoreWarning(string Code, string Column, string Detail);

/// <summary>Codes of <see cref="ScoreWarning"/>.</summary>
public static class ScoreWarningCodes
{
    public const string MissingField = "missingField";
    public const string MissingValue = "missingValue";
    public const string UnknownField = "unknownField";
    public const string UnseenCategory = "unseenCategory";
    public const string OutOfRange = "outOfRange";
}
