using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Builds one column, batch by batch. Cells are coded until there are more than 1,024 distinct texts; then the column
/// becomes one of numbers if nearly all of them are numbers, and otherwise stays one of texts for good. Texts that are
/// mostly distinct and all have one shape leave the dictionary for <see cref="RowTexts"/>.
/// </summary>
/// <param name="name">The column's name.</param>
/// <param name="position">Position in the file, from 0.</param>
/// <param name="isText">Keeps the column coded whatever it holds.</param>
/// <param name="commaIsDecimal">What a comma means in a column where both readings fit.</param>
/// <param name="cellText">Says which cells are missing.</param>
internal sealed class ColumnBuilder(string name, int position, bool isText, bool commaIsDecimal, CellText cellText)
{
    /// <summary>A column with more distinct texts than this is not worth coding if they are numbers.</summary>
    internal const int MostCodedNumbers = 1_024;

    /// <summary>Smallest share of numbers among the distinct texts of a column of numbers.</summary>
    internal const double NumberShare = 0.95;

    /// <summary>With fewer distinct texts a dictionary costs next to nothing.</summary>
    internal const int LeastPackedTexts = 1 << 16;

    // Of the cells, with which texts are mostly distinct.
    private const double DistinctShare = 0.5;

    private ValueDictionary _dictionary = new(cellText);
    private CodeList _codes = new();
    private int[] _batchCodes = new int[1];
    private bool _staysCoded = isText;
    private NumberBuilder? _numbers;
    private RowTexts? _packed;
    private bool _isNeverPacked;
    private NumberFormat _format = NumberFormat.Point;

    public string Name => name;

    /// <summary>Whether any cell so far has content.</summary>
    public bool HasContent => _numbers is not null || _packed is not null || _dictionary.Count > 0;

    /// <summary>What the column takes, and what finding its equal texts will take.</summary>
    public long MemoryBytes =>
        _numbers?.MemoryBytes
        ?? (_packed is not null ? _packed.MemoryBytes + ((long)FirstRows.BytesPerRow * _packed.Count) : _codes.MemoryBytes + _dictionary.MemoryBytes);

    /// <param name="batch">Rows.</param>
    /// <param name="field">Which of a row's fields is the column's.</param>
    /// <param name="cells">Reads their cells.</param>
    /// <param name="scratch">Codes of a batch; shared between columns.</param>
    public void Append(RowBatch batch, int field, CellReader cells, ref int[] scratch)
    {
        var row = _packed is null ? 0 : AppendPacked(batch, field, cells);
        if (_numbers is null && _packed is null)
            row = AppendCodes(batch, field, cells, row, ref scratch);
        if (row < batch.RowCount)
            _numbers!.Append(batch, field, cells, row);
    }

    /// <summary>Appends missing cells to a column that is still empty.</summary>
    public void AppendMissing(int count)
    {
        _batchCodes[0] = -1;
        for (var i = 0; i < count; i++)
            _codes.Append(_batchCodes);
    }

    /// <summary>Appends one cell; null is missing.</summary>
    public void Append(string? cell)
    {
        var trimmed = CellText.Trim(cell.AsSpan());
        _batchCodes[0] = -1;
        if (!trimmed.IsEmpty)
        {
            var buffer = new byte[Encoding.UTF8.GetMaxByteCount(trimmed.Length) + sizeof(ulong)];
            _batchCodes[0] = _dictionary.GetOrAdd(buffer, 0, Encoding.UTF8.GetBytes(trimmed, buffer));
        }

        _codes.Append(_batchCodes);
    }

    public Column Build()
    {
        if (_numbers is not null)
            return _numbers.Build(name, position);
        if (_packed is not null)
            return new CodedColumn(name, position, new RowTextCells(_packed, _format), _format);

        var values = _dictionary.Values;
        var format = NumberFormatChoice.Choose(values, commaIsDecimal);
        return new CodedColumn(name, position, new DictionaryCells(_codes, values, ParseAll(values, format)), format);
    }

    /// <returns>The first row that is not appended, because the column became one of numbers.</returns>
    private int AppendCodes(RowBatch batch, int firstField, CellReader cells, int firstRow, ref int[] scratch)
    {
        if (scratch.Length < batch.RowCount)
            scratch = new int[Math.Max(batch.RowCount, 2 * scratch.Length)];
        var buffer = batch.Buffer;
        var fields = batch.Fields;
        var codes = scratch;
        firstField += firstRow * batch.Columns;
        _dictionary.Touch(buffer, fields, firstField, batch.Columns);
        for (int row = firstRow, field = firstField; row < batch.RowCount; row++, field += batch.Columns)
        {
            var cell = fields[field];
            if (CellReader.IsPlain(buffer, cell))
            {
                codes[row] = _dictionary.GetOrAdd(buffer, cell.Start, cell.LengthOrComplement);
            }
            else
            {
                cells.Read(buffer, cell);
                codes[row] = cells.Length == 0 ? -1 : _dictionary.GetOrAdd(cells.Buffer, cells.Start, cells.Length);
            }

            if (!_staysCoded && _dictionary.Count > MostCodedNumbers && TryBecomeNumbers(codes.AsSpan(firstRow, row + 1 - firstRow)))
                return row + 1;
        }

        _codes.Append(codes.AsSpan(firstRow, batch.RowCount - firstRow));
        if (!_isNeverPacked && _dictionary.Count > LeastPackedTexts && _dictionary.Count > DistinctShare * _codes.Count)
            TryPack();
        return batch.RowCount;
    }

    private void TryPack()
    {
        _isNeverPacked = !RowTexts.TryPack(_codes, _dictionary.Values, out _packed);
        if (_isNeverPacked)
            return;
        _format = NumberFormatChoice.Choose(_dictionary.Values, commaIsDecimal);
        (_dictionary, _codes) = (new ValueDictionary(cellText), new CodeList());
    }

    /// <returns>The first row that is not appended, because its text is not like the others and all are coded again.</returns>
    private int AppendPacked(RowBatch batch, int firstField, CellReader cells)
    {
        var buffer = batch.Buffer;
        var fields = batch.Fields;
        for (int row = 0, field = firstField; row < batch.RowCount; row++, field += batch.Columns)
        {
            var cell = fields[field];
            var text = buffer.AsSpan(cell.Start, cell.Length);
            if (!CellReader.IsPlain(buffer, cell))
            {
                cells.Read(buffer, cell);
                text = cells.Buffer.AsSpan(cells.Start, cells.Length);
            }

            if (!cellText.HasOwnWords && _packed!.TryAppend(text))
                continue;
            if (cellText.IsMissing(text))
            {
                _packed!.AppendMissing();
            }
            else if (!_packed!.TryAppend(text))
            {
                BecomeCodedAgain();
                return row;
            }
        }

        return batch.RowCount;
    }

    private void BecomeCodedAgain()
    {
        var utf8 = new byte[RowTexts.LongestText + Tokenizer.Slack];
        for (var row = 0; row < _packed!.Count; row++)
        {
            _batchCodes[0] = _packed.IsMissing(row) ? -1 : _dictionary.GetOrAdd(utf8, 0, _packed.Write(row, utf8));
            _codes.Append(_batchCodes);
        }

        _packed = null;
        _isNeverPacked = true;
    }

    private bool TryBecomeNumbers(ReadOnlySpan<int> pending)
    {
        _staysCoded = true;
        var values = _dictionary.Values;
        if (DigitTexts.MustStay(values, name))
            return false;
        var format = NumberFormatChoice.Choose(values, commaIsDecimal);
        var numbers = ParseAll(values, format);
        if (numbers.Count(float.IsFinite) < NumberShare * numbers.Length)
            return false;

        _codes.Append(pending);
        _numbers = new NumberBuilder(format, cellText);
        _numbers.Append(_codes, numbers);
        (_dictionary, _codes) = (new ValueDictionary(cellText), new CodeList());
        return true;
    }

    private static float[] ParseAll(ValueList values, NumberFormat format)
    {
        var numbers = new float[values.Count];
        for (var code = 0; code < numbers.Length; code++)
            numbers[code] = format.Parse(values[code]);
        return numbers;
    }
}
