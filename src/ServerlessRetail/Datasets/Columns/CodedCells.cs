namespace ServerlessRetail.Datasets;

/// <summary>How the cells of a <see cref="CodedColumn"/> are stored. Codes count the distinct texts from 0 in order of appearance.</summary>
internal abstract class CodedCells
{
    public abstract int RowCount { get; }

    public abstract int DistinctCount { get; }

    /// <summary>The code of a cell, -1 where it is missing.</summary>
    public abstract int GetCode(int row);

    /// <summary>The text that a code stands for.</summary>
    public abstract string GetText(int code);

    /// <summary>That text as a number, NaN where it is none.</summary>
    public abstract float GetTextAsNumber(int code);

    /// <summary>A cell as a number, NaN where it is missing or is none.</summary>
    public abstract float GetNumber(int row);

    public abstract bool IsMissing(int row);

    public abstract int CountMissing();

    /// <summary>Cells that are numbers.</summary>
    public abstract int CountNumbers();
}
