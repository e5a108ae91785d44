using System.Text.Json.Serialization;

namespace ServerlessRetail.Models.Reporting;

/// <summary>How the model does on some of the customers.</summary>
/// <param name="Column">The column that they have in common.</param>
/// <param name="Value">Its value; for a number a range such as <c>30 to 45</c>; null where it is missing.</param>
/// <param name="Rows">Test rows, 30 or more.</param>
/// <param name="Sensitive">Whether nobody should be judged by the column.</param>
/// <param name="Metrics">
/// By <see cref="MetricNames"/> and <see cref="SliceMetricNames"/>; those that cannot be told of these rows are left out.
/// </param>
public sealed record SliceReport(string Column, string? Value, int Rows, bool Sensitive, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>Whether the model does worse here than on all rows, by more than chance explains.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Worse { get; init; }

    /// <summary>In what it does worse, in a sentence; null unless it does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>Keys of metrics that only slices have.</summary>
public static class SliceMetricNames
{
    /// <summary>Share of the rows that are positive, 0 to 1.</summary>
    public const string PositiveRate = "positiveRate";

    /// <summary>Share of the rows that are decided positive, 0 to 1.</summary>
    public const string SelectionRate = "selectionRate";

    /// <summary>Mean probability minus share of positives, -1 to 1; for a number mean prediction minus mean truth, in the label's unit.</summary>
    public const string CalibrationGap = "calibrationGap";
}
