namespace ServerlessRetail.Datasets.Guards;

/// <summary>A column's cells as small whole numbers: a number for each text, and for numbers their quantile. The label is not looked at.</summary>
/// <param name="Bins">One a row: 0 for a missing cell, else 1 to <paramref name="Count"/> - 1.</param>
/// <param name="Count">Bins, the one for missing cells included.</param>
internal sealed record ColumnBins(int[] Bins, int Count)
{
    /// <summary>Most bins of numbers: of 50,000 rows 200 a bin are enough for a mean, and fine enough to follow a curve.</summary>
    private const int MaxNumberBins = 256;

    /// <summary>Rows a bin should have at least.</summary>
    private const int MinBinRows = 20;

    public static ColumnBins Of(Column column, bool isNumeric, int[] rows) =>
        !isNumeric && column is CodedColumn coded
            ? new ColumnBins(Array.ConvertAll(rows, row => coded.GetCode(row) + 1), coded.DistinctCount + 1)
            : OfNumbers(column, rows);

    private static ColumnBins OfNumbers(Column column, int[] rows)
    {
        var numbers = Array.ConvertAll(rows, column.GetNumber);
        var edges = Edges(numbers);
        var bins = new int[rows.Length];
        for (var i = 0; i < bins.Length; i++)
        {
            if (float.IsNaN(numbers[i]))
                continue;
            var at = Array.BinarySearch(edges, numbers[i]);
            bins[i] = at >= 0 ? at + 1 : Math.Max(1, ~at);
        }

        return new ColumnBins(bins, edges.Length + 1);
    }

    /// <summary>Lower edges of the bins: every distinct number where there are few, else quantiles.</summary>
    private static float[] Edges(float[] numbers)
    {
        var sorted = numbers.Where(number => !float.IsNaN(number)).ToArray();
        Array.Sort(sorted);
        var most = Math.Clamp(sorted.Length / MinBinRows, 2, MaxNumberBins);
        var distinct = sorted.Distinct().ToArray();
        return distinct.Length <= most
            ? distinct
            : [.. Enumerable.Range(0, most).Select(i => sorted[(int)((long)i * sorted.Length / most)]).Distinct()];
    }
}
