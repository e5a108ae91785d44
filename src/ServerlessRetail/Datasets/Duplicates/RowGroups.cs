namespace ServerlessRetail.Datasets.Duplicates;

/// <summary>Groups rows whose cells agree in some columns.</summary>
internal static class RowGroups
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    /// <param name="rowCount">Rows of every column.</param>
    /// <param name="columns">The columns that must agree.</param>
    /// <param name="missingIsAlike">Whether two missing cells agree; false: a row with a missing cell is like no other.</param>
    /// <returns>One a row: the first row that agrees with it.</returns>
    public static int[] Find(int rowCount, IReadOnlyList<Column> columns, bool missingIsAlike = true)
    {
        var hashes = Hash(rowCount, columns);
        var firstOf = new int[rowCount];
        var seen = new Dictionary<ulong, int>(rowCount);
        for (var row = 0; row < rowCount; row++)
            firstOf[row] = !missingIsAlike && columns.Any(column => column.IsMissing(row)) ? row : FindFirst(seen, hashes[row], row, columns);
        return firstOf;
    }

    private static int FindFirst(Dictionary<ulong, int> seen, ulong hash, int row, IReadOnlyList<Column> columns)
    {
        // Equal hashes are nearly always equal rows; where they are not, the next free hash is taken.
        while (!seen.TryAdd(hash, row))
        {
            if (AreAlike(columns, seen[hash], row))
                return seen[hash];
            hash++;
        }

        return row;
    }

    private static ulong[] Hash(int rowCount, IReadOnlyList<Column> columns)
    {
        var hashes = new ulong[rowCount];
        foreach (var column in columns)
        {
            for (var row = 0; row < rowCount; row++)
            {
                var mixed = (hashes[row] ^ Key(column, row)) * Multiplier;
                hashes[row] = mixed ^ (mixed >> 29);
            }
        }

        return hashes;
    }

    private static bool AreAlike(IReadOnlyList<Column> columns, int left, int right)
    {
        foreach (var column in columns)
        {
            if (Key(column, left) != Key(column, right))
                return false;
        }

        return true;
    }

    /// <summary>Equal for equal cells of one column; all missing cells are equal.</summary>
    private static uint Key(Column column, int row) =>
        column is CodedColumn coded ? (uint)coded.GetCode(row)
        : column.IsMissing(row) ? uint.MaxValue
        : BitConverter.SingleToUInt32Bits(column.GetNumber(row));
}
