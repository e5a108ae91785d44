using System.Numerics;

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

        // Open addressing: a place holds a row's number from 1, 0 while it is free. Half of the places stay free.
        var places = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, rowCount)) * 2];
        for (var row = 0; row < rowCount; row++)
            firstOf[row] = !missingIsAlike && HasMissing(columns, row) ? row : FindFirst(places, hashes, row, columns);
        return firstOf;
    }

    private static int FindFirst(int[] places, ulong[] hashes, int row, IReadOnlyList<Column> columns)
    {
        var mask = places.Length - 1;
        var place = (int)hashes[row] & mask;
        for (; places[place] != 0; place = (place + 1) & mask)
        {
            // Equal hashes are nearly always equal rows; where they are not, the search goes on.
            var other = places[place] - 1;
            if (hashes[other] == hashes[row] && AreAlike(columns, other, row))
                return other;
        }

        places[place] = row + 1;
        return row;
    }

    private static bool HasMissing(IReadOnlyList<Column> columns, int row)
    {
        foreach (var column in columns)
        {
            if (column.IsMissing(row))
                return true;
        }

        return false;
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
