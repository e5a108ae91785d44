namespace ServerlessRetail.Datasets;

/// <summary>
/// The line number of every kept row. Nearly always a row's line is the one after the line of the row before, so only
/// the rows at which that is not so are stored.
/// </summary>
internal sealed class RowLines
{
    private readonly List<int> _rows = [];
    private readonly List<long> _lines = [];
    private long _expected = -1;

    public int Count { get; private set; }

    public long MemoryBytes => 12L * _rows.Capacity;

    public void Add(long line)
    {
        if (line != _expected)
        {
            _rows.Add(Count);
            _lines.Add(line);
        }

        _expected = line + 1;
        Count++;
    }

    public long GetLine(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        var found = _rows.BinarySearch(row);
        var run = found >= 0 ? found : ~found - 1;
        return _lines[run] + (row - _rows[run]);
    }
}
