namespace ServerlessRetail.Datasets;

/// <summary>Builds the columns of a dataset from batches of rows.</summary>
internal sealed class TableBuilder
{
    private readonly Header _header;
    private readonly ReadOptions _options;
    private readonly bool _commaIsDecimal;
    private readonly CellText _cellText;
    private readonly List<ColumnBuilder?> _columns = [];
    private readonly CellReader _cells;
    private readonly RowLines _lines = new();
    private int[] _scratch = [];

    /// <param name="header">The columns; there may be more of them with every batch.</param>
    /// <param name="commaIsDecimal">What a comma means in a column where both readings fit.</param>
    /// <param name="options">Which columns stay texts, and words for "missing".</param>
    public TableBuilder(Header header, bool commaIsDecimal, ReadOptions options)
    {
        _header = header;
        _options = options;
        _commaIsDecimal = commaIsDecimal;
        _cells = new CellReader(header.IsQuarantine);
        _cellText = options.MissingValues.Count == 0 ? CellText.Default : new CellText(options.MissingValues);
        AddColumns(header.Count);
    }

    public long MemoryBytes => _lines.MemoryBytes + _columns.Sum(column => column?.MemoryBytes ?? 0);

    public int RowCount => _lines.Count;

    public RowLines Lines => _lines;

    public void Append(RowBatch batch)
    {
        AddColumns(batch.Columns);
        for (var i = 0; i < _columns.Count; i++)
            _columns[i]?.Append(batch, i, _cells, ref _scratch);
        for (var row = 0; row < batch.RowCount; row++)
            _lines.Add(batch.GetLine(row));
    }

    /// <summary>Appends cells to one column; the rows are stated with <see cref="EndRows"/> when all columns have them.</summary>
    /// <param name="position">The column.</param>
    /// <param name="cells">Rows of one field.</param>
    public void AppendTo(int position, RowBatch cells) => _columns[position]?.Append(cells, 0, _cells, ref _scratch);

    /// <param name="firstLine">Line of the first of the rows; the others follow it.</param>
    /// <param name="count">Rows that every column got.</param>
    public void EndRows(long firstLine, int count)
    {
        for (var row = 0; row < count; row++)
            _lines.Add(firstLine + row);
    }

    public IReadOnlyList<Column> Build()
    {
        AddColumns(_header.Count);

        // Only at the end: an unnamed column between others is more likely forgotten than an accident of the export.
        for (var i = _columns.Count - 1; i >= 0 && _header.IsUnnamed(i) && _columns[i] is { HasContent: false } column; i--)
        {
            _columns[i] = null;
            _header.Notes.RemoveAll(note => note.Column == column.Name);
            _header.Notes.Add(new DatasetNote(DatasetNote.EmptyColumnDropped, column.Name, $"Column {i + 1} has neither a name nor a value and is left out."));
        }

        return [.. _columns.OfType<ColumnBuilder>().Select(column => column.Build())];
    }

    private void AddColumns(int count)
    {
        while (_columns.Count < count)
        {
            var position = _columns.Count;
            var name = _header.GetName(position);
            ColumnBuilder? column = null;
            if (Header.IsQuarantineColumn(name))
            {
                _header.Notes.Add(new DatasetNote(DatasetNote.QuarantineColumnDropped, name, $"Column '{name}' comes from our quarantine and is left out."));
            }
            else
            {
                column = new ColumnBuilder(name, position, _options.TextColumns.Contains(name), _commaIsDecimal, _cellText);
                column.AppendMissing(RowCount);
            }

            _columns.Add(column);
        }
    }
}
