namespace ServerlessRetail.Datasets;

/// <summary>Each distinct text stored once and every cell as a code into them.</summary>
internal sealed class DictionaryCells : CodedCells
{
    private const int MostCachedTexts = 4_096;

    private readonly CodeList _codes;
    private readonly ValueList _values;

    // Empty where no text is a number.
    private readonly float[] _numbers;
    private readonly string[]? _texts;

    /// <param name="codes">One code a row, -1 is a missing cell.</param>
    /// <param name="values">The distinct texts.</param>
    /// <param name="numbers">Each of them as a number, NaN where it is none.</param>
    public DictionaryCells(CodeList codes, ValueList values, float[] numbers)
    {
        _codes = codes;
        _values = values;
        _numbers = Array.TrueForAll(numbers, float.IsNaN) ? [] : numbers;
        _texts = values.Count <= MostCachedTexts ? [.. Enumerable.Range(0, values.Count).Select(values.GetString)] : null;
    }

    public override int RowCount => _codes.Count;

    public override int DistinctCount => _values.Count;

    public override int GetCode(int row) => _codes[row];

    public override string GetText(int code) => _texts is not null ? _texts[code] : _values.GetString(code);

    public override float GetTextAsNumber(int code) => _numbers.Length == 0 ? float.NaN : _numbers[code];

    public override float GetNumber(int row)
    {
        var code = _codes[row];
        return code < 0 ? float.NaN : GetTextAsNumber(code);
    }

    public override bool IsMissing(int row) => _codes[row] < 0;

    public override int CountMissing() => _codes.CountMissing();

    public override int CountNumbers()
    {
        if (_numbers.Length == 0)
            return 0;
        if (!_numbers.Any(float.IsNaN))
            return RowCount - CountMissing();
        var count = 0;
        for (var row = 0; row < RowCount; row++)
        {
            var code = _codes[row];
            count += code >= 0 && !float.IsNaN(_numbers[code]) ? 1 : 0;
        }

        return count;
    }
}
