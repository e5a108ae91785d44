namespace ServerlessRetail.Datasets;

/// <summary>One column of a <see cref="Dataset"/> as it was read: compact cells, no decision yet about its role.</summary>
public abstract class Column
{
    private protected Column(string name, int position, NumberFormat? numberFormat)
    {
        Name = name;
        Position = position;
        NumberFormat = numberFormat ?? NumberFormat.Point;
    }

    /// <summary>The header's text, unique in its dataset.</summary>
    public string Name { get; }

    /// <summary>Position in the file, counted from 0.</summary>
    public int Position { get; }

    /// <summary>How this column writes its numbers, found once for all its cells.</summary>
    public NumberFormat NumberFormat { get; }

    public abstract int RowCount { get; }

    /// <summary>Cells that are empty or hold one of the words for "missing".</summary>
    public abstract int MissingCount { get; }

    /// <summary>Present cells that are numbers.</summary>
    public abstract int NumberCount { get; }

    /// <summary>Numbers that stand for a missing cell in this column: the cells that had them are missing.</summary>
    public IReadOnlyList<MissingNumber> MissingNumbers { get; private protected init; } = [];

    public int PresentCount => RowCount - MissingCount;

    /// <summary>The cell as a number; NaN where it is missing or not a number.</summary>
    public abstract float GetNumber(int row);

    public abstract bool IsMissing(int row);

    /// <summary>The column with the cells of some numbers missing; those that stand for "missing" already stay so.</summary>
    internal abstract Column WithMissing(IReadOnlyList<MissingNumber> numbers);
}
