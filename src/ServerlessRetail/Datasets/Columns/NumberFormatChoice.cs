namespace ServerlessRetail.Datasets;

/// <summary>Finds the one format in which most of a column's distinct texts are numbers.</summary>
internal static class NumberFormatChoice
{
    /// <summary>More distinct texts than this say nothing new.</summary>
    private const int MostTexts = 2_048;

    /// <param name="values">The column's distinct texts.</param>
    /// <param name="commaIsDecimal">What a comma means where both readings fit: true in files that do not delimit by commas.</param>
    public static NumberFormat Choose(ValueList values, bool commaIsDecimal)
    {
        var best = NumberFormat.Point;
        var bestCount = Count(values, best);
        if (bestCount == Math.Min(values.Count, MostTexts))
            return best;

        foreach (var format in InOrder(commaIsDecimal))
        {
            var count = Count(values, format);
            if (count > bestCount)
                (best, bestCount) = (format, count);
        }

        return best;
    }

    // Of two formats that fit equally well, the first is taken.
    private static IEnumerable<NumberFormat> InOrder(bool commaIsDecimal) =>
        commaIsDecimal
            ? NumberFormat.All
            : NumberFormat.All.OrderBy(format => format.Id.Contains("currency") ? 1 : format.Id.Contains("percent") ? 2 : 0)
                .ThenBy(format => format.Id.StartsWith("comma", StringComparison.Ordinal));

    private static int Count(ValueList values, NumberFormat format)
    {
        var count = 0;
        for (var i = 0; i < values.Count && i < MostTexts; i++)
            count += float.IsNaN(format.Parse(values[i])) ? 0 : 1;
        return count;
    }
}
