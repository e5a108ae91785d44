namespace ServerlessRetail.Models.Reporting;

/// <summary>How much a column moves the answers.</summary>
/// <param name="MeanAbsoluteContribution">
/// Mean size of its contribution to the raw score: log-odds for classes (mean over the classes where there are several), the
/// label's unit or its logarithm for a number.
/// </param>
/// <param name="Share">Of all columns' contributions, 0 to 1.</param>
public sealed record ColumnImportance(string Column, double MeanAbsoluteContribution, double Share);

/// <summary>
/// How the mean answer changes when a column has the same value in every row and all else stays (Friedman, 2001).
/// </summary>
/// <param name="Class">The class whose probability is meant; null unless there are three or more.</param>
/// <param name="Points">By value, ascending, for numbers and dates; most frequent first for categories; a missing value comes last.</param>
public sealed record PartialDependence(string Column, string? Class, IReadOnlyList<PartialDependencePoint> Points);

/// <param name="Value">The number; null for a category, a date or a missing value.</param>
/// <param name="Text">The category or date; null for a number. Both null: the value is missing.</param>
/// <param name="Answer">Mean probability, 0 to 1, or mean prediction in the label's unit.</param>
/// <param name="Share">Share of the rows that have this value, or are nearer to this number or date than to the others, 0 to 1.</param>
public sealed record PartialDependencePoint(double? Value, string? Text, double Answer, double Share);
