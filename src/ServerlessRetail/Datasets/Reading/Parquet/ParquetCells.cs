using Parquet;
using Parquet.Schema;

namespace ServerlessRetail.Datasets;

/// <summary>The cells of one column in one row group, as the text that a CSV would have.</summary>
internal abstract class ParquetCells
{
    private readonly CellBuffer _cells = new();
    private readonly RowBatch _batch = new();

    /// <param name="field">The column.</param>
    /// <param name="name">Its name in the table.</param>
    /// <param name="notes">Takes what had to be left out.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="RejectedException">The column's type is not read.</exception>
    public static ParquetCells For(DataField field, string name, List<DatasetNote> notes, ReadOptions options)
    {
        var type = field.ClrType;
        return type == typeof(ReadOnlyMemory<char>) || type == typeof(string) ? new ParquetTexts(field, name, notes, options.MaxCellBytes)
            : type == typeof(bool) ? new ParquetValues<bool>(field, static (value, cells, _) => cells.Add(value ? "true"u8 : "false"u8))
            : type == typeof(byte) ? ParquetNumbers.For<byte>(field)
            : type == typeof(sbyte) ? ParquetNumbers.For<sbyte>(field)
            : type == typeof(short) ? ParquetNumbers.For<short>(field)
            : type == typeof(ushort) ? ParquetNumbers.For<ushort>(field)
            : type == typeof(int) ? ParquetNumbers.For<int>(field)
            : type == typeof(uint) ? ParquetNumbers.For<uint>(field)
            : type == typeof(long) ? ParquetNumbers.For<long>(field)
            : type == typeof(ulong) ? ParquetNumbers.For<ulong>(field)
            : type == typeof(decimal) ? ParquetNumbers.For<decimal>(field)
            : type == typeof(float) ? ParquetNumbers.ForReal<float>(field)
            : type == typeof(double) ? ParquetNumbers.ForReal<double>(field)
            : type == typeof(Guid) ? ParquetNumbers.For<Guid>(field)
            : type == typeof(DateTime) ? ParquetTimes.ForTimes(field)
            : type == typeof(DateOnly) ? ParquetTimes.ForDates(field)
            : type == typeof(TimeSpan) ? ParquetTimes.ForSpans(field)
            : type == typeof(TimeOnly) ? ParquetTimes.ForHours(field)
            : throw new RejectedException(
                RejectionReasons.NestedColumns, $"Column '{name}' has a type that is not read. Leave it out or write it as text.");
    }

    /// <summary>Reads the cells of a row group.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken);

    /// <summary>Adds the text of a cell; a missing one has none.</summary>
    public abstract Field AddTo(CellBuffer cells, int row);

    /// <summary>The next rows of one cell.</summary>
    public RowBatch GetBatch(ref int row, int rows)
    {
        _cells.Clear();
        _batch.Clear(_cells.Bytes, 1);
        for (; row < rows && _cells.Length < CellBuffer.BatchBytes && _batch.RowCount < CellBuffer.BatchBytes / 8; row++)
        {
            var cell = AddTo(_cells, row);
            _batch.AddField(cell.Start, cell.Length);
            _batch.KeepCurrent(0, 0, 0);
        }

        _batch.Use(_cells.Bytes);
        return _batch;
    }
}
