namespace ServerlessRetail.Datasets;

/// <summary>A column with too many distinct numbers to be worth coding, stored as one float a row.</summary>
/// <param name="name">The column's name.</param>
/// <param name="position">Position in the file, from 0.</param>
/// <param name="cells">One number a row; NaN where the cell is missing or is no number.</param>
/// <param name="unreadableCount">Present cells that are no numbers and are kept as missing.</param>
public sealed class NumberColumn(string name, int position, float[] cells, int unreadableCount) : Column(name, position)
{
    public override int RowCount => cells.Length;

    public override int MissingCount { get; } = cells.Count(float.IsNaN);

    public override int NumberCount => RowCount - MissingCount;

    /// <summary>Present cells that are no numbers; they count as missing.</summary>
    public int UnreadableCount { get; } = unreadableCount;

    public override float GetNumber(int row) => cells[row];

    protected override CellState GetCellState(int row) => float.IsNaN(cells[row]) ? CellState.Missing : CellState.Present;
}
