namespace ServerlessRetail.Datasets;

/// <summary>Builds the columns of a dataset from batches of rows.</summary>
internal sealed class TableBuilder
{
    private readonly Header _header;
    private readonly ColumnBuilder?[] _columns;
    private readonly CellReader _cells;
    private readonly RowLines _lines = new();
    private int[] _scratch = [];

    public TableBuilder(Header header, Dialect dialect, ReadOptions options)
    {
        _header = header;
        _cells = new CellReader(header.IsQuarantine);
        var cellText = options.MissingValues.Count == 0 ? CellText.Default : new CellText(options.MissingValues);
        _columns = new ColumnBuilder?[header.Count];
        for (var i = 0; i < _columns.Length; i++)
        {
            var name = header.GetName(i);
            if (Header.IsQuarantineColumn(name))
                header.Notes.Add(new DatasetNote(DatasetNote.QuarantineColumnDropped, name, $"Column '{name}' comes from our quarantine and is left out."));
            else
                _columns[i] = new ColumnBuilder(name, i, options.TextColumns.Contains(name), dialect.Delimiter != ',', cellText);
        }
    }

    public long MemoryBytes => _lines.MemoryBytes + _columns.Sum(column => column?.MemoryBytes ?? 0);

    public int RowCount => _lines.Count;

    public RowLines Lines => _lines;

    public void Append(RowBatch batch)
    {
        foreach (var column in _columns)
            column?.Append(batch, _cells, ref _scratch);
        for (var row = 0; row < batch.RowCount; row++)
            _lines.Add(batch.GetLine(row));
    }

    public IReadOnlyList<Column> Build()
    {
        // Only at the end: an unnamed column between others is more likely forgotten than an accident of the export.
        for (var i = _columns.Length - 1; i >= 0 && _header.IsUnnamed(i) && _columns[i] is { HasContent: false } column; i--)
        {
            _columns[i] = null;
            _header.Notes.RemoveAll(note => note.Column == column.Name);
            _header.Notes.Add(new DatasetNote(DatasetNote.EmptyColumnDropped, column.Name, $"Column {i + 1} has neither a name nor a value and is left out."));
        }

        return [.. _columns.OfType<ColumnBuilder>().Select(column => column.Build())];
    }
}
