using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessRetail.Datasets;

/// <summary>Rows that were read from one buffer and stay there until the next batch.</summary>
internal sealed class RowBatch
{
    private Field[] _fields = new Field[1024];
    private int[] _rowStarts = new int[64];
    private int[] _rowLengths = new int[64];
    private long[] _lines = new long[64];
    private int _fieldCount;

    public byte[] Buffer { get; private set; } = [];

    /// <summary>Fields of every kept row.</summary>
    public int Columns { get; private set; }

    public int RowCount { get; private set; }

    /// <summary>The fields of the row that is being read.</summary>
    public ReadOnlySpan<Field> Current => _fields.AsSpan(RowCount * Columns, _fieldCount - (RowCount * Columns));

    /// <summary>All kept rows' fields, row by row.</summary>
    public ReadOnlySpan<Field> Fields => _fields.AsSpan(0, RowCount * Columns);

    public void Clear(byte[] buffer, int columns)
    {
        Buffer = buffer;
        Columns = columns;
        RowCount = 0;
        _fieldCount = 0;
    }

    /// <summary>Takes a buffer that grew out of the one so far.</summary>
    public void Use(byte[] buffer) => Buffer = buffer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddField(int start, int lengthOrComplement)
    {
        var fields = _fields;
        if ((uint)_fieldCount >= (uint)fields.Length)
            fields = Grow();
        fields[_fieldCount++] = new Field(start, lengthOrComplement);
    }

    /// <summary>Adds the fields that end in a block of 32 bytes.</summary>
    /// <param name="fieldStart">Where the first of them starts.</param>
    /// <param name="block">Where the block starts.</param>
    /// <param name="cuts">A bit for every delimiter in the block.</param>
    /// <returns>Where the next field starts.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AddFields(int fieldStart, int block, uint cuts)
    {
        var fields = _fields;
        var count = _fieldCount;
        if (count + 32 > fields.Length)
            fields = Grow();
        for (; cuts != 0; cuts &= cuts - 1)
        {
            var at = block + BitOperations.TrailingZeroCount(cuts);
            fields[count++] = new Field(fieldStart, at - fieldStart);
            fieldStart = at + 1;
        }

        _fieldCount = count;
        return fieldStart;
    }

    /// <summary>Whether the row that is being read has no content at all.</summary>
    public bool IsCurrentBlank()
    {
        var fields = Current;
        for (var i = 0; i < fields.Length; i++)
        {
            if (!IsBlank(fields[i]))
                return false;
        }

        return true;
    }

    /// <summary>Fields of the row that is being read that have content.</summary>
    public int CountFilled()
    {
        var filled = 0;
        foreach (var field in Current)
            filled += IsBlank(field) ? 0 : 1;
        return filled;
    }

    /// <summary>Whether a field of the row that is being read is empty.</summary>
    public bool IsBlank(Index field) => IsBlank(Current[field]);

    public void DropCurrent() => _fieldCount = RowCount * Columns;

    /// <summary>Keeps the current row, which must have as many fields as there are columns.</summary>
    public void KeepCurrent(int start, int length, long line)
    {
        if (RowCount == _lines.Length)
        {
            Array.Resize(ref _rowStarts, 2 * RowCount);
            Array.Resize(ref _rowLengths, 2 * RowCount);
            Array.Resize(ref _lines, 2 * RowCount);
        }

        _rowStarts[RowCount] = start;
        _rowLengths[RowCount] = length;
        _lines[RowCount++] = line;
    }

    public long GetLine(int row) => _lines[row];

    /// <summary>A kept row's fields.</summary>
    public ReadOnlySpan<Field> GetFields(int row) => _fields.AsSpan(row * Columns, Columns);

    /// <summary>A kept row's raw text, as a field.</summary>
    public Field GetRawField(int row) => new(_rowStarts[row], _rowLengths[row]);

    public ReadOnlySpan<byte> GetRaw(int row) => Buffer.AsSpan(_rowStarts[row], _rowLengths[row]);

    private bool IsBlank(Field field) =>
        field.Length == 0 || (!CellText.IsPlain(Buffer[field.Start]) && CellText.Trim(Buffer.AsSpan(field.Start, field.Length)).IsEmpty);

    private Field[] Grow()
    {
        Array.Resize(ref _fields, 2 * _fields.Length);
        return _fields;
    }
}
