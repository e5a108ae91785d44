namespace ServerlessRetail.Datasets;

/// <summary>A column of texts, each distinct text stored once and every cell as a code into them.</summary>
/// <param name="name">The column's name.</param>
/// <param name="position">Position in the file, from 0.</param>
/// <param name="codes">One code a row, from 0; -1 is a missing cell.</param>
/// <param name="values">The distinct texts in the order in which they first appear, trimmed of surrounding spaces.</param>
/// <param name="numbers">Each distinct text as a number, NaN where it is none.</param>
public sealed class CodedColumn(string name, int position, int[] codes, string[] values, float[] numbers) : Column(name, position)
{
    public override int RowCount => codes.Length;

    public override int MissingCount { get; } = codes.Count(code => code < 0);

    public override int NumberCount { get; } = codes.Count(code => code >= 0 && !float.IsNaN(numbers[code]));

    public int DistinctCount => values.Length;

    /// <summary>The code of a cell, 0 to <see cref="DistinctCount"/> - 1, or -1 where it is missing.</summary>
    public int GetCode(int row) => codes[row];

    /// <summary>The distinct text that a code stands for.</summary>
    public string GetValue(int code) => values[code];

    /// <summary>The distinct text as a number, NaN where it is none.</summary>
    public float GetValueAsNumber(int code) => numbers[code];

    public override float GetNumber(int row) => codes[row] < 0 ? float.NaN : numbers[codes[row]];

    protected override CellState GetCellState(int row) => codes[row] < 0 ? CellState.Missing : CellState.Present;
}
