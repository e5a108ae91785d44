namespace ServerlessRetail.Datasets;

/// <summary>A column with too many distinct numbers to be worth coding, stored as one float a row.</summary>
public sealed class NumberColumn : Column
{
    private readonly ChunkedList<float> _cells;

    /// <param name="name">The column's name.</param>
    /// <param name="position">Position in the file, from 0.</param>
    /// <param name="cells">One number a row; NaN where the cell is missing or is no number.</param>
    /// <param name="unreadableCount">Present cells that are no numbers and are kept as missing.</param>
    public NumberColumn(string name, int position, float[] cells, int unreadableCount)
        : this(name, position, ToList(cells), cells.Count(float.IsNaN), unreadableCount, NumberFormat.Point)
    {
    }

    internal NumberColumn(
        string name, int position, ChunkedList<float> cells, int missingCount, int unreadableCount, NumberFormat numberFormat)
        : base(name, position, numberFormat)
    {
        _cells = cells;
        MissingCount = missingCount;
        UnreadableCount = unreadableCount;
    }

    public override int RowCount => _cells.Count;

    public override int MissingCount { get; }

    public override int NumberCount => RowCount - MissingCount;

    /// <summary>Present cells that are no numbers; they count as missing.</summary>
    public int UnreadableCount { get; }

    public override float GetNumber(int row) => _cells[row];

    public override bool IsMissing(int row) => float.IsNaN(_cells[row]);

    /// <summary>The numbers from a row to the end of their block.</summary>
    internal ReadOnlySpan<float> GetRun(int row) => _cells.GetRun(row);

    internal override NumberColumn WithMissing(IReadOnlyList<MissingNumber> numbers)
    {
        var values = numbers.Select(number => number.Value).ToArray();
        var count = numbers.Sum(number => number.Count);
        var cells = _cells;
        if (count > 0)
        {
            cells = new ChunkedList<float>();
            for (var row = 0; row < RowCount; row++)
                cells.Add(Array.IndexOf(values, _cells[row]) >= 0 ? float.NaN : _cells[row]);
        }

        return new NumberColumn(Name, Position, cells, MissingCount + count, UnreadableCount, NumberFormat) { MissingNumbers = [.. MissingNumbers, .. numbers] };
    }

    private static ChunkedList<float> ToList(float[] cells)
    {
        var list = new ChunkedList<float>();
        foreach (var cell in cells)
            list.Add(cell);
        return list;
    }
}
