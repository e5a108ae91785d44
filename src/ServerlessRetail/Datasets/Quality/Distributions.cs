namespace ServerlessRetail.Datasets.Quality;

/// <summary>Makes distributions, and counts a column by the bins of an earlier one.</summary>
internal static class Distributions
{
    /// <summary>Most values with a bin of their own.</summary>
    private const int MaxValues = 50;

    /// <summary>A value in fewer rows may tell who the customer is, and is not shown.</summary>
    internal const int MinRowsShown = 5;

    /// <summary>Deciles of the present numbers.</summary>
    public static Distribution OfNumbers(Column column, float[] sorted)
    {
        var edges = Enumerable.Range(1, 9).Select(i => (double)sorted[(int)((long)i * sorted.Length / 10)]).Distinct().ToArray();
        return new Distribution(edges, null, CountNumbers(column, edges));
    }

    public static Distribution OfValues(CodedColumn column, int[] counts)
    {
        var values = Frequent(column, counts).Take(MaxValues).Select(column.GetValue).ToArray();
        return new Distribution(null, values, CountValues(column, values));
    }

    /// <summary>Codes of values in enough rows, the most frequent first, ties by text.</summary>
    public static IEnumerable<int> Frequent(CodedColumn column, int[] counts) => Enumerable.Range(0, counts.Length)
        .Where(code => counts[code] >= MinRowsShown)
        .OrderByDescending(code => counts[code])
        .ThenBy(column.GetValue, StringComparer.Ordinal);

    /// <returns>Null where the column is not of the distribution's kind any more.</returns>
    public static Drift? Compare(Distribution? before, Column column)
    {
        var shares = (before, column) switch
        {
            ({ Edges: { } edges }, _) => CountNumbers(column, edges),
            ({ Values: { } values }, CodedColumn coded) => CountValues(coded, values),
            _ => null,
        };
        if (shares is null || shares.Length != before!.Shares.Count)
            return null;
        var psi = PopulationStability.Index(before.Shares, shares);
        return new Drift(psi, PopulationStability.Judge(psi));
    }

    private static double[] CountNumbers(Column column, IReadOnlyList<double> edges)
    {
        var shares = new double[edges.Count + 2];
        var bounds = edges.ToArray();
        for (var row = 0; row < column.RowCount; row++)
        {
            var number = column.GetNumber(row);
            var at = float.IsNaN(number) ? -1 : Array.BinarySearch(bounds, number);
            shares[float.IsNaN(number) ? shares.Length - 1 : at >= 0 ? at + 1 : ~at]++;
        }

        return Divide(shares, column.RowCount);
    }

    private static double[] CountValues(CodedColumn column, IReadOnlyList<string> values)
    {
        var bins = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var value in values)
            bins.TryAdd(value, bins.Count);
        var binOf = new int[column.DistinctCount];
        for (var code = 0; code < binOf.Length; code++)
            binOf[code] = bins.GetValueOrDefault(column.GetValue(code), values.Count);
        var shares = new double[values.Count + 2];
        for (var row = 0; row < column.RowCount; row++)
            shares[column.GetCode(row) is >= 0 and var code ? binOf[code] : shares.Length - 1]++;
        return Divide(shares, column.RowCount);
    }

    private static double[] Divide(double[] counts, int rows) => Array.ConvertAll(counts, count => rows == 0 ? 0 : count / rows);
}
