namespace ServerlessRetail.Datasets.Quality;

/// <summary>Makes the quality report of a file.</summary>
public static class QualityInspection
{
    private const int MaxTop = 10;

    /// <summary>Texts that are mostly distinct, and more than this many, are free text: their values are not shown.</summary>
    private const int MaxShownDistinct = 1_000;

    private const double FreeTextShare = 0.5;

    /// <summary>Interquartile ranges from a quartile to its fence.</summary>
    private const double Fence = 1.5;

    /// <param name="dataset">The file.</param>
    /// <param name="columns">What its columns are; personal data are marked.</param>
    /// <param name="rows">Where its rows went.</param>
    /// <param name="before">The champion's; null: nothing to compare with.</param>
    public static QualityReport Inspect(Dataset dataset, IReadOnlyList<ColumnSchema> columns, QualityRows rows, QualityReport? before)
    {
        var earlier = before?.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        return new QualityReport(rows, [.. columns.Select(column => Describe(column, dataset.FindColumn(column.Name)!, earlier?.GetValueOrDefault(column.Name)))]);
    }

    private static ColumnQuality Describe(ColumnSchema schema, Column column, ColumnQuality? before)
    {
        var quality = new ColumnQuality(
            schema.Name, schema.Type, schema.Role, schema.Missing, schema.Distinct, schema.Sensitive, schema.PersonalData, null, null, null, null);
        if (schema.PersonalData is not null || schema.Type == ColumnType.Identifier || schema.Role == ColumnRole.Id || column.PresentCount == 0)
            return quality;
        if (schema.Type == ColumnType.Numeric)
            return WithNumbers(quality, column, before);
        return column is CodedColumn coded ? WithValues(quality, coded, before) : quality;
    }

    private static ColumnQuality WithNumbers(ColumnQuality quality, Column column, ColumnQuality? before)
    {
        var sorted = Enumerable.Range(0, column.RowCount).Select(column.GetNumber).Where(float.IsFinite).ToArray();
        if (sorted.Length == 0)
            return quality;
        Array.Sort(sorted);
        return quality with
        {
            Numbers = Summarise(sorted),
            Distribution = Distributions.OfNumbers(column, sorted),
            Drift = Distributions.Compare(before?.Distribution, column),
        };
    }

    private static NumberSummary Summarise(float[] sorted)
    {
        var mean = sorted.Average(number => (double)number);
        var deviation = Math.Sqrt(sorted.Average(number => (number - mean) * (number - mean)));
        var (first, third) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        var reach = Fence * (third - first);
        var outliers = sorted.Count(number => number < first - reach || number > third + reach);
        return new NumberSummary(
            sorted[0], Quantile(sorted, 0.05), first, Quantile(sorted, 0.5), third, Quantile(sorted, 0.95), sorted[^1], mean, deviation, outliers);
    }

    private static double Quantile(float[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];

    private static ColumnQuality WithValues(ColumnQuality quality, CodedColumn column, ColumnQuality? before)
    {
        if (column.DistinctCount > MaxShownDistinct || (column.DistinctCount > MaxTop && column.DistinctCount >= FreeTextShare * column.PresentCount))
            return quality;
        var counts = column.CountCodes();
        return quality with
        {
            Top = [.. Distributions.Frequent(column, counts).Take(MaxTop).Select(code => new ValueShare(column.GetValue(code), (double)counts[code] / column.RowCount))],
            Distribution = Distributions.OfValues(column, counts),
            Drift = Distributions.Compare(before?.Distribution, column),
        };
    }
}
