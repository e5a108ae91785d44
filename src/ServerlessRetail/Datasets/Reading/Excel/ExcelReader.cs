using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace ServerlessRetail.Datasets;

/// <summary>Reads one sheet of an Excel workbook: values as they were last calculated, dates as ISO 8601.</summary>
internal sealed class ExcelReader : RowReader
{
    private readonly HashingStream _stored;
    private readonly SeekableFile _file;
    private readonly SheetRows _rows;
    private readonly ReadOptions _options;
    private readonly CellBuffer _cells = new();

    // ExcelDataReader asks for the code page of old workbooks, which the framework has to be told to know.
    static ExcelReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private ExcelReader(HashingStream stored, SeekableFile file, SheetRows rows, ReadOptions options, QuarantineWriter? quarantine)
        : base(new BadRows(quarantine))
    {
        _stored = stored;
        _file = file;
        _rows = rows;
        _options = options;
    }

    public override long StoredBytes => _stored.ByteCount;

    /// <param name="stored">Has read the whole file; disposed with the reader.</param>
    /// <param name="file">The same file; disposed with the reader.</param>
    /// <param name="options">The sheet, and limits.</param>
    /// <param name="quarantine">Takes the rows that cannot be read; null: they are passed over.</param>
    /// <exception cref="RejectedException">The file is no workbook, locked or damaged, or the sheet has no table.</exception>
    public static ExcelReader Open(HashingStream stored, SeekableFile file, ReadOptions options, QuarantineWriter? quarantine) => Guard(file, () =>
    {
        var format = WorkbookContent.Check(file, stored.ByteCount, options);
        var reader = ExcelReaderFactory.CreateReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
        var rows = SheetRows.Open(reader, format, options);
        var excel = new ExcelReader(stored, file, rows, options, quarantine);
        excel.ReadHeader();
        return excel;
    });

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var more = Guard(_file, ReadBatch);
        await Bad.FlushAsync(cancellationToken);
        return more;
    }

    public override ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken) => new(
        new DatasetSource(_stored.ByteCount, _stored.GetSha256(), "utf-8", '\0', "none") { Format = _rows.Format, Sheet = _rows.Sheet });

    public override async ValueTask DisposeAsync()
    {
        _rows.Dispose();
        await _file.DisposeAsync();
        await _stored.DisposeAsync();
    }

    protected override void BeginQuarantine(QuarantineWriter target) => target.Begin(Header.NamesForQuarantine, (byte)',');

    protected override void CopyRow(QuarantineWriter target, int row, string reason) =>
        target.Add(Batch.GetLine(row), reason, Batch.Buffer, Batch.GetFields(row)[(Header.HasQuarantinePrefix ? 2 : 0)..]);

    private void ReadHeader()
    {
        var head = _rows.Head;
        var columns = head.Count == 0 ? 0 : head.Max(row => row.Count);
        if (columns > _options.MaxColumns)
        {
            throw new RejectedException(
                RejectionReasons.TooManyColumns, $"The sheet '{_rows.Sheet}' has {columns} columns; at most {_options.MaxColumns} are read. Leave out columns that do not matter.");
        }

        var titles = TitleRows.Count(head.Select(row => row.Count(cell => cell.Length > 0)), columns);
        Header = Header.From(Pad(head[titles], columns), new Shape(default, columns, LastIsBlank: false), _options);
        if (titles > 0)
            Header.Notes.Add(DatasetNote.SkippedTitles(titles));
        if (Bad.Quarantine is not null)
            BeginQuarantine(Bad.Quarantine);
        _rows.Skip(titles + (Header.IsFirstRow ? 1 : 0));
    }

    /// <summary>Columns to the right of the header's last one have no name in it.</summary>
    private static List<string> Pad(IReadOnlyList<string> names, int columns) => [.. names, .. Enumerable.Repeat("", columns - names.Count)];

    private bool ReadBatch()
    {
        _cells.Clear();
        Batch.Clear(_cells.Bytes, Header.Count);
        var any = false;
        while (_cells.Length < CellBuffer.BatchBytes && _rows.Read())
        {
            any = true;
            ReadRow();
        }

        EmptyRowCount = _rows.EmptyRowCount;
        return any;
    }

    private void ReadRow()
    {
        var tooLong = false;
        for (var column = 0; column < Math.Max(_rows.Count, Header.Count); column++)
        {
            var cell = column < _rows.Count ? _cells.Add(_rows[column]) : default;
            tooLong |= cell.Length > _options.MaxCellBytes;
            Batch.AddField(cell.Start, cell.Length);
        }

        Batch.Use(_cells.Bytes);
        if (!tooLong && _rows.Count <= Header.Count)
        {
            Batch.KeepCurrent(0, 0, _rows.Line);
            return;
        }

        var reason = tooLong ? QuarantineReasons.CellTooLong : QuarantineReasons.FieldCount;
        Bad.Add(reason, _rows.Line);
        Bad.Quarantine?.Add(_rows.Line, reason, _cells.Bytes, Batch.Current[(Header.HasQuarantinePrefix ? 2 : 0)..]);
        Batch.DropCurrent();
    }

    private static T Guard<T>(SeekableFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException)
        {
            throw WorkbookContent.Locked();
        }
        catch (Exception exception) when (exception is not (RejectedException or OperationCanceledException) && !file.HasFailed)
        {
            // The library has no common base for what it throws at a damaged workbook.
            throw new RejectedException(
                RejectionReasons.CorruptWorkbook, "The workbook is damaged. Open it in Excel, save it again as .xlsx and upload it, or export the sheet as CSV.");
        }
    }
}
