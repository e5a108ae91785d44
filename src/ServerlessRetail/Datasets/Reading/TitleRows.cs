namespace ServerlessRetail.Datasets;

/// <summary>Recognises the title that people and reporting tools put above a table.</summary>
internal static class TitleRows
{
    private const int Most = 10;

    // In a table of two columns a title looks like a header with one name.
    private const int LeastColumns = 3;

    /// <summary>Rows at the beginning that fill so few of the columns that they are no header.</summary>
    /// <param name="filled">Cells with content, row by row, without empty rows.</param>
    /// <param name="columns">The number of columns that most rows have.</param>
    public static int Count(IEnumerable<int> filled, int columns)
    {
        if (columns < LeastColumns)
            return 0;

        var count = 0;
        foreach (var cells in filled.Take(Most + 1))
        {
            if (cells > Math.Max(1, columns / 3))
                return count;
            count++;
        }

        return 0;
    }
}
