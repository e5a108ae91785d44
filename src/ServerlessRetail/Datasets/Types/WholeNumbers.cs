namespace ServerlessRetail.Datasets;

/// <summary>What the numbers of a column are like, whatever the order of its rows.</summary>
internal static class WholeNumbers
{
    /// <summary>Whether every number in the column is whole, and the range they lie in.</summary>
    public static bool Are(Column column, out float minimum, out float maximum)
    {
        (minimum, maximum) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var row = 0; row < column.RowCount; row++)
        {
            var number = column.GetNumber(row);
            if (float.IsNaN(number))
                continue;
            if (MathF.Floor(number) != number || float.IsInfinity(number))
                return false;
            minimum = Math.Min(minimum, number);
            maximum = Math.Max(maximum, number);
        }

        return minimum <= maximum;
    }

    /// <summary>Row names: each of 0, 1, 2, … or of 1, 2, 3, … once, in any order.</summary>
    public static bool CountRows(Column column)
    {
        if (column.RowCount < 20 || column.MissingCount > 0 || !Are(column, out var first, out _) || first is not (0 or 1))
            return false;

        // Beyond 2^24 a float skips whole numbers: there a number may be one off, and come twice.
        var seen = new bool[column.RowCount];
        var isExact = column.RowCount <= 1 << 24;
        for (var row = 0; row < seen.Length; row++)
        {
            var place = column.GetNumber(row) - first;
            if (!(place >= 0 && place < seen.Length + (isExact ? 0 : 1)))
                return false;
            var index = Math.Min((int)place, seen.Length - 1);
            if (isExact && seen[index])
                return false;
            seen[index] = true;
        }

        return true;
    }

    public static int CountDistinct(Column column)
    {
        if (column is CodedColumn coded)
            return coded.DistinctCount;

        // Sorted, they take a fifth of the room of a hash set.
        var numbers = new List<float>(column.PresentCount);
        for (var row = 0; row < column.RowCount; row++)
        {
            if (!column.IsMissing(row))
                numbers.Add(column.GetNumber(row));
        }

        numbers.Sort();
        var distinct = 0;
        for (var i = 0; i < numbers.Count; i++)
            distinct += i == 0 || !numbers[i].Equals(numbers[i - 1]) ? 1 : 0;
        return distinct;
    }
}
