using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Reads a Parquet file row group by row group and, within one, column by column, so that one column of one row group is
/// in memory besides the table. No row is ever bad: the format has a place for every cell.
/// </summary>
internal sealed class ParquetTableReader : TableReader
{
    // Larger by far than what writers make; a file that states more has been damaged or made to do harm.
    private const long MostRowsInGroup = 1 << 24;

    /// <summary>Rows without any content take no room for text.</summary>
    private const int MostRowsInBatch = 8192;

    private readonly HashingStream _stored;
    private readonly SeekableFile _file;
    private readonly ParquetReader _reader;
    private readonly ParquetCells[] _columns;
    private readonly CellBuffer _cells = new();
    private int _nextGroup;
    private int _rowsInGroup;
    private int _nextRow;
    private int _rows;

    private ParquetTableReader(HashingStream stored, SeekableFile file, ParquetReader reader, ReadOptions options, QuarantineWriter? quarantine)
        : base(new BadRows(quarantine))
    {
        _stored = stored;
        _file = file;
        _reader = reader;
        Header = Header.Of(reader.Schema.DataFields.Select(field => field.Name));
        _columns = [.. reader.Schema.DataFields.Select((field, i) => ParquetCells.For(field, Header.GetName(i), Header.Notes, options))];
    }

    public override long StoredBytes =>
        _reader.RowGroupCount == 0 ? _stored.ByteCount : (long)(_stored.ByteCount * ((double)_nextGroup / _reader.RowGroupCount));

    /// <param name="stored">Has read the whole file; disposed with the reader.</param>
    /// <param name="file">The same file; disposed with the reader.</param>
    /// <param name="options">Limits.</param>
    /// <param name="quarantine">Takes rows that turn out to be of no use.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">The file is damaged, or has nested or too many columns.</exception>
    public static async Task<ParquetTableReader> OpenAsync(
        HashingStream stored, SeekableFile file, ReadOptions options, QuarantineWriter? quarantine, CancellationToken cancellationToken)
    {
        var reader = await GuardAsync(file, async () =>
        {
            var opened = await ParquetReader.CreateAsync(
                file, new ParquetOptions { TreatByteArrayAsString = true }, leaveStreamOpen: true, cancellationToken);
            CheckColumns(opened.Schema, options);
            return opened;
        });
        var table = new ParquetTableReader(stored, file, reader, options, quarantine);
        if (quarantine is not null)
            table.BeginQuarantine(quarantine);
        return table;
    }

    /// <summary>Row by row, for which all columns of a row group have to be in memory.</summary>
    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (_nextRow == _rowsInGroup)
        {
            if (_nextGroup == _reader.RowGroupCount)
                return false;
            using var group = await OpenGroupAsync(_nextGroup++);
            (_nextRow, _rowsInGroup) = (0, CheckRows(group));
            for (var i = 0; i < _columns.Length; i++)
                await ReadColumnAsync(i, group, _rowsInGroup, cancellationToken);
        }

        _cells.Clear();
        Batch.Clear(_cells.Bytes, _columns.Length);
        for (; _nextRow < _rowsInGroup && _cells.Length < CellBuffer.BatchBytes && Batch.RowCount < MostRowsInBatch; _nextRow++)
        {
            foreach (var column in _columns)
            {
                var cell = column.AddTo(_cells, _nextRow);
                Batch.AddField(cell.Start, cell.Length);
            }

            Batch.KeepCurrent(0, 0, ++_rows);
        }

        Batch.Use(_cells.Bytes);
        return true;
    }

    public override async ValueTask<bool> AppendAsync(TableBuilder table, CancellationToken cancellationToken)
    {
        if (_nextGroup == _reader.RowGroupCount)
            return false;

        using var group = await OpenGroupAsync(_nextGroup++);
        var rows = CheckRows(group);
        for (var i = 0; i < _columns.Length; i++)
        {
            await ReadColumnAsync(i, group, rows, cancellationToken);
            for (var row = 0; row < rows;)
                table.AppendTo(i, _columns[i].GetBatch(ref row, rows));
        }

        table.EndRows(_rows + 1L, rows);
        _rows += rows;
        return true;
    }

    public override async ValueTask CopyAsync(
        IReadOnlyDictionary<long, string> reasonsByLine, QuarantineWriter target, CancellationToken cancellationToken)
    {
        BeginQuarantine(target);
        var cells = new CellBuffer();
        for (; _nextGroup < _reader.RowGroupCount; _nextGroup++)
        {
            using var group = await OpenGroupAsync(_nextGroup);
            var rows = CheckRows(group);
            var wanted = reasonsByLine.Keys.Where(line => line > _rows && line <= _rows + rows).Order().ToArray();
            cells.Clear();
            var fields = new Field[wanted.Length * _columns.Length];
            for (var i = 0; i < _columns.Length && wanted.Length > 0; i++)
            {
                await ReadColumnAsync(i, group, rows, cancellationToken);
                for (var row = 0; row < wanted.Length; row++)
                    fields[(row * _columns.Length) + i] = _columns[i].AddTo(cells, (int)(wanted[row] - _rows - 1));
            }

            for (var row = 0; row < wanted.Length; row++)
                target.Add(wanted[row], reasonsByLine[wanted[row]], cells.Bytes, fields.AsSpan(row * _columns.Length, _columns.Length));
            await target.FlushAsync(cancellationToken);
            _rows += rows;
        }
    }

    public override ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken) =>
        new(new DatasetSource(_stored.ByteCount, _stored.GetSha256(), "utf-8", '\0', "none") { Format = DatasetFormats.Parquet });

    public override async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _file.DisposeAsync();
        await _stored.DisposeAsync();
    }

    private void BeginQuarantine(QuarantineWriter target) => target.Begin(Header.NamesForQuarantine, (byte)',');

    private static void CheckColumns(ParquetSchema schema, ReadOptions options)
    {
        if (schema.Fields.FirstOrDefault(field => field is not DataField { IsArray: false }) is { } nested)
        {
            throw new RejectedException(
                RejectionReasons.NestedColumns,
                $"Column '{nested.Name}' holds lists, maps or structures, and a cell can hold one value only. Leave it out or write its parts as columns of their own.");
        }

        if (schema.DataFields.Length > options.MaxColumns)
        {
            throw new RejectedException(
                RejectionReasons.TooManyColumns,
                $"The file has {schema.DataFields.Length} columns; at most {options.MaxColumns} are read. Leave out columns that do not matter.");
        }

        if (schema.DataFields.Length == 0)
            throw new RejectedException(RejectionReasons.NoRows, "The Parquet file has no columns. Upload it again, with columns and rows.");
    }

    private int CheckRows(ParquetRowGroupReader group)
    {
        if (group.RowCount is >= 0 and <= MostRowsInGroup && group.RowCount <= int.MaxValue - _rows)
            return (int)group.RowCount;
        throw new RejectedException(
            RejectionReasons.CorruptParquet,
            string.Create(CultureInfo.InvariantCulture, $"Row group {_nextGroup} states {group.RowCount:N0} rows. Write the file again, with row groups of at most 1,000,000 rows."));
    }

    private Task<ParquetRowGroupReader> OpenGroupAsync(int group) =>
        GuardAsync(_file, () => Task.FromResult(_reader.OpenRowGroupReader(group)));

    private Task<int> ReadColumnAsync(int column, ParquetRowGroupReader group, int rows, CancellationToken cancellationToken) =>
        GuardAsync(_file, async () =>
        {
            await _columns[column].ReadAsync(group, rows, cancellationToken);
            return column;
        });

    private static async Task<T> GuardAsync<T>(SeekableFile file, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is not (RejectedException or OperationCanceledException) && !file.HasFailed)
        {
            // The library has no common base for what it throws at a damaged file.
            throw new RejectedException(
                RejectionReasons.CorruptParquet, "The Parquet file is damaged, cut off or uses a feature that is not read. Write and upload it again, or upload CSV.");
        }
    }
}
