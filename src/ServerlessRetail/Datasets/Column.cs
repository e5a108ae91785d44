namespace ServerlessRetail.Datasets;

/// <summary>One column of a <see cref="Dataset"/> as it was read: compact cells, no decision yet about its role.</summary>
public abstract class Column(string name, int position)
{
    /// <summary>The header's text, unique in its dataset.</summary>
    public string Name { get; } = name;

    /// <summary>Position in the file, counted from 0.</summary>
    public int Position { get; } = position;

    public abstract int RowCount { get; }

    /// <summary>Cells that are empty or hold one of the words for "missing".</summary>
    public abstract int MissingCount { get; }

    /// <summary>Present cells that are numbers.</summary>
    public abstract int NumberCount { get; }

    /// <summary>The cell as a number; NaN where it is missing or not a number.</summary>
    public abstract float GetNumber(int row);

    public bool IsMissing(int row) => GetCellState(row) == CellState.Missing;

    public int PresentCount => RowCount - MissingCount;

    protected abstract CellState GetCellState(int row);

    protected enum CellState
    {
        Present,
        Missing,
    }
}
