using System.Runtime.CompilerServices;

namespace ServerlessRetail.Datasets;

/// <summary>Builds a column of numbers, one float a row.</summary>
/// <param name="format">How the column writes its numbers.</param>
/// <param name="cellText">Says which cells are missing.</param>
internal sealed class NumberBuilder(NumberFormat format, CellText cellText)
{
    private readonly ChunkedList<float> _numbers = new();
    private int _missing;
    private int _unreadable;

    public long MemoryBytes => _numbers.CountBytes(sizeof(float));

    /// <summary>Takes over the cells of a coded column.</summary>
    /// <param name="codes">One code a row, -1 where the cell is missing.</param>
    /// <param name="numbers">The number of each code, NaN where it is none.</param>
    public void Append(CodeList codes, float[] numbers)
    {
        for (var row = 0; row < codes.Count; row++)
        {
            var code = codes[row];
            var number = code < 0 ? float.NaN : numbers[code];
            _missing += float.IsNaN(number) ? 1 : 0;
            _unreadable += code >= 0 && float.IsNaN(number) ? 1 : 0;
            _numbers.Add(number);
        }
    }

    /// <param name="batch">Rows.</param>
    /// <param name="firstField">Which of a row's fields is the column's.</param>
    /// <param name="cells">Reads their cells.</param>
    /// <param name="row">The first row to append.</param>
    public void Append(RowBatch batch, int firstField, CellReader cells, int row)
    {
        var buffer = batch.Buffer;
        var fields = batch.Fields;
        for (var field = (row * batch.Columns) + firstField; row < batch.RowCount;)
        {
            var room = _numbers.GetRoom(batch.RowCount - row);
            for (var i = 0; i < room.Length; i++, field += batch.Columns)
            {
                var cell = fields[field];
                if (CellReader.IsPlain(buffer, cell))
                {
                    room[i] = Parse(buffer, cell.Start, cell.LengthOrComplement);
                }
                else
                {
                    cells.Read(buffer, cell);
                    room[i] = Parse(cells.Buffer, cells.Start, cells.Length);
                }
            }

            _numbers.Advance(room.Length);
            row += room.Length;
        }
    }

    public NumberColumn Build(string name, int position) => new(name, position, _numbers, _missing, _unreadable, format);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Parse(byte[] buffer, int start, int length)
    {
        var number = cellText.HasOwnWords && cellText.IsMissing(buffer.AsSpan(start, length)) ? float.NaN : format.Parse(buffer, start, length);
        if (float.IsNaN(number))
            CountMissing(buffer.AsSpan(start, length));
        return number;
    }

    private void CountMissing(ReadOnlySpan<byte> text)
    {
        _missing++;
        _unreadable += cellText.IsMissing(text) ? 0 : 1;
    }
}
