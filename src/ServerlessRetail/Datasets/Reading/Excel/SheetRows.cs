using ExcelDataReader;

namespace ServerlessRetail.Datasets;

/// <summary>The rows of a sheet that have content, with their cells as text.</summary>
internal sealed class SheetRows : IDisposable
{
    private const int HeadRows = 50;

    private readonly IExcelDataReader _reader;
    private readonly List<(long Line, int EmptyBefore, string[] Cells)> _head = [];
    private readonly List<string> _cells = [];
    private int _next;
    private int _emptyBefore;
    private long _line;

    private SheetRows(IExcelDataReader reader, string format) => (_reader, Format) = (reader, format);

    public string Format { get; }

    public string Sheet => _reader.Name;

    /// <summary>The first rows; they come once more with <see cref="Read"/> unless skipped.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Head => [.. _head.Select(row => row.Cells)];

    /// <summary>Rows without content between those that were read.</summary>
    public int EmptyRowCount { get; private set; }

    /// <summary>The number of the row, from 1, as the sheet shows it.</summary>
    public long Line { get; private set; }

    /// <summary>Cells up to the last one with content.</summary>
    public int Count => _cells.Count;

    public string this[int column] => _cells[column];

    /// <exception cref="RejectedException">There is no such sheet, or no sheet with data.</exception>
    public static SheetRows Open(IExcelDataReader reader, string format, ReadOptions options)
    {
        var rows = new SheetRows(reader, format);
        List<string> names = [];
        do
        {
            names.Add(reader.Name);
            if (options.Sheet is { } wanted && !string.Equals(wanted.Trim(), reader.Name, StringComparison.OrdinalIgnoreCase))
                continue;
            rows.ReadHead();
            if (rows._head.Count > 0)
                return rows;
            if (options.Sheet is not null)
                throw new RejectedException(RejectionReasons.NoRows, $"The sheet '{options.Sheet}' is empty. Name a sheet with a header and rows.");
        }
        while (reader.NextResult());

        throw options.Sheet is null
            ? new RejectedException(RejectionReasons.NoRows, "The workbook has no sheet with data. Upload it again, with a header and rows.")
            : new RejectedException(RejectionReasons.SheetNotFound, $"The workbook has no sheet '{options.Sheet}'; it has {string.Join(", ", names.Take(20).Select(name => $"'{name}'"))}.");
    }

    /// <summary>Reads the next row with content. False: there are no more.</summary>
    public bool Read()
    {
        if (_next < _head.Count)
        {
            var (line, emptyBefore, cells) = _head[_next++];
            Line = line;
            EmptyRowCount += emptyBefore;
            _cells.Clear();
            _cells.AddRange(cells);
            return true;
        }

        var more = ReadRow();
        EmptyRowCount += _emptyBefore;
        Line = _line;
        return more;
    }

    /// <summary>Leaves out rows at the beginning: titles and header.</summary>
    public void Skip(int rows)
    {
        for (var row = 0; row < rows; row++)
            Read();
    }

    public void Dispose() => _reader.Dispose();

    private void ReadHead()
    {
        _line = 0;
        while (_head.Count < HeadRows && ReadRow())
            _head.Add((_line, _emptyBefore, [.. _cells]));
        _emptyBefore = 0;
    }

    private bool ReadRow()
    {
        for (_emptyBefore = 0; _reader.Read(); _emptyBefore++)
        {
            _line++;
            _cells.Clear();
            for (var column = 0; column < _reader.FieldCount; column++)
            {
                var text = ExcelCell.GetText(_reader, column);
                if (text.Length == 0)
                    continue;
                while (_cells.Count < column)
                    _cells.Add("");
                _cells.Add(text);
            }

            if (_cells.Count > 0)
                return true;
        }

        return false;
    }
}
