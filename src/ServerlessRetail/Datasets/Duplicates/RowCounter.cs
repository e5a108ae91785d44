namespace ServerlessRetail.Datasets.Duplicates;

/// <summary>Columns that an export added to number its rows: they make copies of a row look different.</summary>
internal static class RowCounter
{
    private const int MinRows = 20;

    /// <summary>Whether a column goes up by one from row to row, from whatever number it starts.</summary>
    public static bool Counts(Column column)
    {
        if (column.RowCount < MinRows || column.NumberCount < column.RowCount)
            return false;
        for (var row = 1; row < column.RowCount; row++)
        {
            // Beyond 2^24 a float skips whole numbers, so a step of 0 or 2 is still counting.
            var step = column.GetNumber(row) - column.GetNumber(row - 1);
            if (step != 1 && !(column.GetNumber(row) > 1 << 24 && step is 0 or 2))
                return false;
        }

        return true;
    }
}
