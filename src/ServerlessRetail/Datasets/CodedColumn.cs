using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>A column of texts, in which equal cells have equal codes.</summary>
public sealed class CodedColumn : Column
{
    private readonly CodedCells _cells;

    /// <param name="name">The column's name.</param>
    /// <param name="position">Position in the file, from 0.</param>
    /// <param name="codes">One code a row, from 0; -1 is a missing cell.</param>
    /// <param name="values">The distinct texts in the order in which they first appear, trimmed of surrounding spaces.</param>
    /// <param name="numbers">Each distinct text as a number, NaN where it is none.</param>
    public CodedColumn(string name, int position, int[] codes, string[] values, float[] numbers)
        : this(name, position, new DictionaryCells(CodeList.From(codes), ToValueList(values), numbers), NumberFormat.Point)
    {
    }

    internal CodedColumn(string name, int position, CodedCells cells, NumberFormat numberFormat)
        : base(name, position, numberFormat)
    {
        _cells = cells;
        MissingCount = cells.CountMissing();
        NumberCount = cells.CountNumbers();
    }

    public override int RowCount => _cells.RowCount;

    public override int MissingCount { get; }

    public override int NumberCount { get; }

    /// <summary>The number of distinct texts. May take a second the first time, in a column of millions of them.</summary>
    public int DistinctCount => _cells.DistinctCount;

    /// <summary>A column made of texts rather than read from a file; a null or a word for "missing" is a missing cell.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="position">Position in the file, from 0.</param>
    /// <param name="cells">One text a row.</param>
    public static CodedColumn FromTexts(string name, int position, IEnumerable<string?> cells)
    {
        var builder = new ColumnBuilder(name, position, isText: true, commaIsDecimal: false, CellText.Default);
        foreach (var cell in cells)
            builder.Append(cell);
        return (CodedColumn)builder.Build();
    }

    /// <summary>The code of a cell, 0 to <see cref="DistinctCount"/> - 1, or -1 where it is missing.</summary>
    public int GetCode(int row) => _cells.GetCode(row);

    /// <summary>The distinct text that a code stands for.</summary>
    public string GetValue(int code) => _cells.GetText(code);

    /// <summary>The distinct text as a number, NaN where it is none.</summary>
    public float GetValueAsNumber(int code) => _cells.GetTextAsNumber(code);

    public override float GetNumber(int row) => _cells.GetNumber(row);

    public override bool IsMissing(int row) => _cells.IsMissing(row);

    /// <summary>Cells with each code.</summary>
    internal int[] CountCodes()
    {
        var counts = new int[DistinctCount];
        for (var row = 0; row < RowCount; row++)
        {
            if (GetCode(row) is >= 0 and var code)
                counts[code]++;
        }

        return counts;
    }

    /// <summary>The texts of those numbers are gone, and the codes of the others closed up.</summary>
    internal override CodedColumn WithMissing(IReadOnlyList<MissingNumber> numbers)
    {
        if (numbers.All(number => number.Count == 0))
            return new CodedColumn(Name, Position, _cells, NumberFormat) { MissingNumbers = [.. MissingNumbers, .. numbers] };
        var gone = numbers.Select(number => number.Value).ToArray();
        var newCodes = new int[DistinctCount];
        var (values, kept) = (new ValueList(), new List<float>());
        for (var code = 0; code < newCodes.Length; code++)
        {
            var number = GetValueAsNumber(code);
            var isGone = Array.IndexOf(gone, number) >= 0;
            newCodes[code] = isGone ? -1 : values.Count;
            if (isGone)
                continue;
            values.Add(Encoding.UTF8.GetBytes(GetValue(code)));
            kept.Add(number);
        }

        var codes = new CodeList();
        var batch = new int[ChunkedList<int>.ChunkSize];
        for (var row = 0; row < RowCount; row += batch.Length)
        {
            var count = Math.Min(batch.Length, RowCount - row);
            for (var i = 0; i < count; i++)
                batch[i] = GetCode(row + i) is >= 0 and var code ? newCodes[code] : -1;
            codes.Append(batch.AsSpan(0, count));
        }

        return new CodedColumn(Name, Position, new DictionaryCells(codes, values, [.. kept]), NumberFormat) { MissingNumbers = [.. MissingNumbers, .. numbers] };
    }

    private static ValueList ToValueList(string[] values)
    {
        var list = new ValueList();
        foreach (var value in values)
            list.Add(Encoding.UTF8.GetBytes(value));
        return list;
    }
}
