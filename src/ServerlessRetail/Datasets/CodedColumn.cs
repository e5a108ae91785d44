namespace ServerlessRetail.Datasets;

/// <summary>A column of texts, each distinct text stored once and every cell as a code into them.</summary>
public sealed class CodedColumn : Column
{
    private const int MostCachedTexts = 4_096;

    private readonly CodeList _codes;
    private readonly ValueList _values;

    // Empty where no text is a number.
    private readonly float[] _numbers;
    private readonly string[]? _texts;

    /// <param name="name">The column's name.</param>
    /// <param name="position">Position in the file, from 0.</param>
    /// <param name="codes">One code a row, from 0; -1 is a missing cell.</param>
    /// <param name="values">The distinct texts in the order in which they first appear, trimmed of surrounding spaces.</param>
    /// <param name="numbers">Each distinct text as a number, NaN where it is none.</param>
    public CodedColumn(string name, int position, int[] codes, string[] values, float[] numbers)
        : this(name, position, CodeList.From(codes), ToValueList(values), numbers, NumberFormat.Point)
    {
    }

    internal CodedColumn(string name, int position, CodeList codes, ValueList values, float[] numbers, NumberFormat numberFormat)
        : base(name, position, numberFormat)
    {
        _codes = codes;
        _values = values;
        _numbers = numbers;
        _texts = values.Count <= MostCachedTexts ? [.. Enumerable.Range(0, values.Count).Select(values.GetString)] : null;
        MissingCount = codes.CountMissing();
        NumberCount = CountNumbers(codes, numbers, codes.Count - MissingCount);
    }

    public override int RowCount => _codes.Count;

    public override int MissingCount { get; }

    public override int NumberCount { get; }

    public int DistinctCount => _values.Count;

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
    public int GetCode(int row) => _codes[row];

    /// <summary>The distinct text that a code stands for.</summary>
    public string GetValue(int code) => _texts is not null ? _texts[code] : _values.GetString(code);

    /// <summary>The distinct text as a number, NaN where it is none.</summary>
    public float GetValueAsNumber(int code) => _numbers.Length == 0 ? float.NaN : _numbers[code];

    public override float GetNumber(int row)
    {
        var code = _codes[row];
        return code < 0 ? float.NaN : GetValueAsNumber(code);
    }

    public override bool IsMissing(int row) => _codes[row] < 0;

    /// <summary>Cells with each code.</summary>
    internal int[] CountCodes()
    {
        var counts = new int[DistinctCount];
        for (var row = 0; row < RowCount; row++)
        {
            if (_codes[row] is >= 0 and var code)
                counts[code]++;
        }

        return counts;
    }

    /// <summary>The texts of those numbers are gone, and the codes of the others closed up.</summary>
    internal override CodedColumn WithMissing(IReadOnlyList<MissingNumber> numbers)
    {
        if (numbers.All(number => number.Count == 0))
            return new CodedColumn(Name, Position, _codes, _values, _numbers, NumberFormat) { MissingNumbers = [.. MissingNumbers, .. numbers] };
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
            values.Add(_values[code]);
            kept.Add(number);
        }

        var codes = new CodeList();
        var batch = new int[ChunkedList<int>.ChunkSize];
        for (var row = 0; row < RowCount; row += batch.Length)
        {
            var count = Math.Min(batch.Length, RowCount - row);
            for (var i = 0; i < count; i++)
                batch[i] = _codes[row + i] is >= 0 and var code ? newCodes[code] : -1;
            codes.Append(batch.AsSpan(0, count));
        }

        return new CodedColumn(Name, Position, codes, values, [.. kept], NumberFormat) { MissingNumbers = [.. MissingNumbers, .. numbers] };
    }

    private static int CountNumbers(CodeList codes, float[] numbers, int present)
    {
        var count = 0;
        if (Array.TrueForAll(numbers, float.IsNaN))
            return count;
        if (!numbers.Any(float.IsNaN))
            return present;
        for (var row = 0; row < codes.Count; row++)
        {
            var code = codes[row];
            count += code >= 0 && !float.IsNaN(numbers[code]) ? 1 : 0;
        }

        return count;
    }

    private static ValueList ToValueList(string[] values)
    {
        var list = new ValueList();
        foreach (var value in values)
            list.Add(System.Text.Encoding.UTF8.GetBytes(value));
        return list;
    }
}
