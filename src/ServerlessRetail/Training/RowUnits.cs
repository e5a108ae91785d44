namespace ServerlessRetail.Training;

/// <summary>What is dealt out where rows are split: single rows, or groups of them, in the order of their first rows.</summary>
internal sealed class RowUnits
{
    private readonly int[] _rows;

    /// <summary>Where each unit begins, and the end; null: each row is a unit.</summary>
    private readonly int[]? _starts;

    private RowUnits(int[] rows, int[]? starts) => (_rows, _starts) = (rows, starts);

    public int Count => (_starts?.Length ?? _rows.Length + 1) - 1;

    /// <summary>Rows of a unit, ascending, counted from 0.</summary>
    public ReadOnlySpan<int> this[int unit] => _starts is null ? _rows.AsSpan(unit, 1) : _rows.AsSpan(_starts[unit].._starts[unit + 1]);

    /// <param name="groups">
    /// One a row, 0 or more and not much larger than there are rows: rows that share a number stay together; null: every row
    /// by itself.
    /// </param>
    public static RowUnits Of(int rows, IReadOnlyList<int>? groups)
    {
        if (groups is null)
            return new RowUnits([.. Enumerable.Range(0, rows)], null);

        // Units are numbered from 1 here: 0 is a group that has not been seen.
        var unitOf = new int[groups.DefaultIfEmpty(0).Max() + 1];
        var sizes = new List<int>();
        for (var row = 0; row < rows; row++)
        {
            ref var unit = ref unitOf[groups[row]];
            if (unit == 0)
            {
                sizes.Add(0);
                unit = sizes.Count;
            }
            sizes[unit - 1]++;
        }

        var starts = new int[sizes.Count + 1];
        for (var unit = 0; unit < sizes.Count; unit++)
            starts[unit + 1] = starts[unit] + sizes[unit];
        var (next, sorted) = (starts[..^1], new int[rows]);
        for (var row = 0; row < rows; row++)
            sorted[next[unitOf[groups[row]] - 1]++] = row;
        return new RowUnits(sorted, starts);
    }

    /// <summary>The units of each stratum, the strata ascending; a unit is of the stratum of its first row.</summary>
    /// <param name="strata">One a row.</param>
    public IEnumerable<int[]> ByStratum(IReadOnlyList<int> strata) => Enumerable.Range(0, Count)
        .GroupBy(unit => strata[this[unit][0]])
        .OrderBy(stratum => stratum.Key)
        .Select(stratum => stratum.ToArray());
}
