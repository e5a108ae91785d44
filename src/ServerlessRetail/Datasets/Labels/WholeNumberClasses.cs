using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Tells whole numbers that stand for classes from counts, ratings and amounts: by the column's name where it says
/// either, else by the numbers.
/// </summary>
internal static class WholeNumberClasses
{
    /// <summary>Most distinct whole numbers that are classes without a name that says so.</summary>
    private const int MaxUnnamed = 10;

    /// <summary>Fewer rows of a number than this are the tail of a count.</summary>
    private const int MinRows = 10;

    /// <summary>
    /// From this many numbers on, frequencies that rise to one peak and fall from it are those of a count or a rating:
    /// of classes numbered at random they would be in 2⁵ of 6! orders, 4 %.
    /// </summary>
    private const int MinPeaked = 6;

    /// <summary>How many times the rarest number's rows the peak must have: classes of about the same size have no peak.</summary>
    private const double MinPeak = 2;

    /// <returns>Why they are classes; null where they are numbers.</returns>
    /// <param name="column">A column of numbers.</param>
    /// <param name="classes">Its distinct values, three or more.</param>
    /// <param name="typing">What the column would be as a feature.</param>
    public static string? Find(Column column, LabelClasses classes, ColumnTyping typing)
    {
        if (!WholeNumbers.Are(column, out var minimum, out var maximum))
            return null;
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{classes.Count} distinct whole numbers from {minimum} to {maximum}");
        if (typing.Type == ColumnType.Categorical)
            return $"{numbers} that name something, by the column's name";

        // Numbering has no gaps and begins at 0 or 1; at -1 for opinions of three kinds.
        var isNumbering = minimum is -1 or 0 or 1 && maximum - minimum + 1 == classes.Count;
        return classes.Count <= MaxUnnamed && isNumbering && new NameWords(column.Name) is { IsAmount: false, IsRating: false } && !IsCount(column, (int)minimum, classes.Count)
            ? $"{numbers} with {MinRows} rows and more of each, so they number classes"
            : null;
    }

    private static bool IsCount(Column column, int minimum, int distinct)
    {
        var counts = new int[distinct];
        for (var row = 0; row < column.RowCount; row++)
        {
            if (column.GetNumber(row) is var number && !float.IsNaN(number))
                counts[(int)number - minimum]++;
        }

        return counts.Min() < MinRows || (distinct >= MinPeaked && counts.Max() >= MinPeak * counts.Min() && HasOnePeak(counts));
    }

    private static bool HasOnePeak(int[] counts)
    {
        var peak = Array.IndexOf(counts, counts.Max());
        for (var i = 1; i < counts.Length; i++)
        {
            if (i <= peak ? counts[i] <= counts[i - 1] : counts[i] >= counts[i - 1])
                return false;
        }

        return true;
    }
}
