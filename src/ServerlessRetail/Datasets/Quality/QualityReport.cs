using System.Text.Json.Serialization;

namespace ServerlessRetail.Datasets.Quality;

/// <summary>
/// What a file is like: <c>runs/_quality/&lt;model&gt;/&lt;run&gt;.json</c>, also for a run that was rejected, and a copy beside
/// each version. Of columns with personal data, identifiers and free text it has counts and no value.
/// </summary>
public sealed record QualityReport(QualityRows Rows, IReadOnlyList<ColumnQuality> Columns);

/// <summary>Where the rows went. Read = used + quarantined. What was not looked for, because the run ended before, is null.</summary>
/// <param name="Used">Rows to learn and judge from; where the run ended before its split, rows that could be read.</param>
/// <param name="Copies">Rows exactly like an earlier one, used or not.</param>
/// <param name="ConflictingIds">Customers with rows that differ.</param>
/// <param name="ConflictingRows">Rows of those customers.</param>
/// <param name="ConflictingLabels">Of those customers, the ones with more than one label.</param>
public sealed record QualityRows(int Read, int Used, int Quarantined, int? Copies, int? ConflictingIds, int? ConflictingRows, int? ConflictingLabels);

/// <summary>One column of a file.</summary>
/// <param name="Missing">Share of cells that are missing, 0 to 1.</param>
/// <param name="Distinct">Distinct present values; null where there were too many to count.</param>
/// <param name="Numbers">Null for all but numeric columns.</param>
/// <param name="Top">The ten most frequent values of a category; null where values are not shown.</param>
/// <param name="Distribution">What the next file is compared with; null where values are not shown.</param>
/// <param name="Drift">Against the champion's file; null without one, or where the column is new.</param>
public sealed record ColumnQuality(
    string Name,
    ColumnType Type,
    ColumnRole Role,
    double Missing,
    int? Distinct,
    bool Sensitive,
    PersonalData.PersonalDataKind? PersonalData,
    NumberSummary? Numbers,
    IReadOnlyList<ValueShare>? Top,
    Distribution? Distribution,
    Drift? Drift);

/// <summary>Present numbers of a column, in the column's own unit. Quantiles are nearest ranks.</summary>
/// <param name="Deviation">Standard deviation of the population.</param>
/// <param name="Outliers">Numbers more than 1.5 interquartile ranges below the first or above the third quartile (Tukey, 1977).</param>
public sealed record NumberSummary(
    double Minimum, double P5, double P25, double P50, double P75, double P95, double Maximum, double Mean, double Deviation, int Outliers);

/// <param name="Share">Of all rows, 0 to 1.</param>
public sealed record ValueShare(string Value, double Share);

/// <summary>Shares of the rows by bin, the last one for missing cells.</summary>
/// <param name="Edges">Lower edges of the second bin and on, ascending; null for categories.</param>
/// <param name="Values">A value a bin, before those for all other values and for missing cells; null for numbers.</param>
/// <param name="Shares">Sum to 1.</param>
public sealed record Distribution(IReadOnlyList<double>? Edges, IReadOnlyList<string>? Values, IReadOnlyList<double> Shares);

/// <param name="Psi">Population stability index, from 0.</param>
public sealed record Drift(double Psi, DriftLevel Level);

/// <summary>Marks of the population stability index (Siddiqi, 2006).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DriftLevel>))]
public enum DriftLevel
{
    /// <summary>Under 0.1.</summary>
    None,

    /// <summary>0.1 to 0.25.</summary>
    Moderate,

    /// <summary>0.25 and more.</summary>
    Major,
}
