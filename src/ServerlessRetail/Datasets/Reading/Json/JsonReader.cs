using System.Globalization;
using System.Text.Json;

namespace ServerlessRetail.Datasets;

/// <summary>Reads JSON objects as rows: every key that comes up is a column, from its first row on.</summary>
internal sealed class JsonReader : RowReader
{
    private readonly JsonRecords _records;
    private readonly ReadOptions _options;
    private readonly JsonColumns _columns = new();
    private readonly CellBuffer _cells = new();
    private Field?[] _row = [];
    private Field _raw;
    private bool _repeatsRecord;
    private int _blankRows;

    public JsonReader(JsonRecords records, ReadOptions options, BadRows bad)
        : base(bad)
    {
        _records = records;
        _options = options;
        Header = Header.Empty();
        if (bad.Quarantine is not null)
            BeginQuarantine(bad.Quarantine);
    }

    public override int EmptyRowCount => _blankRows + _records.EmptyRowCount;

    public override long StoredBytes => _records.StoredBytes;

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _cells.Clear();
        Batch.Clear(_cells.Bytes, Header.Count);
        while (_cells.Length < CellBuffer.BatchBytes && (_repeatsRecord || await _records.ReadAsync(cancellationToken)))
        {
            _repeatsRecord = !TryReadRow();
            if (_repeatsRecord && Batch.RowCount > 0)
                break;
            if (_repeatsRecord)
                Batch.Clear(_cells.Bytes, Header.Count);
        }

        await Bad.FlushAsync(cancellationToken);
        if (Batch.RowCount > 0 || _cells.Length > 0)
            return true;
        if (_records.EndsTooEarly)
            Header.Notes.Add(new DatasetNote(DatasetNote.UnclosedArray, null, "The file ends before its array is closed; it may have been cut off."));
        return false;
    }

    public override ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken) => _records.DescribeAsync(cancellationToken);

    public override ValueTask DisposeAsync() => _records.DisposeAsync();

    protected override void BeginQuarantine(QuarantineWriter target) => target.Begin([QuarantineWriter.JsonColumn], (byte)',');

    protected override void CopyRow(QuarantineWriter target, int row, string reason) =>
        target.Add(Batch.GetLine(row), reason, Batch.Buffer, [Batch.GetRawField(row)]);

    /// <returns>False: the row has new columns, and the batch must end before it.</returns>
    private bool TryReadRow()
    {
        _raw = _cells.Add(_records.Record);
        var known = _columns.Count;
        Array.Clear(_row);
        var reason = _records.Trouble ?? ReadObject();
        Batch.Use(_cells.Bytes);
        if (reason is null && _columns.Count > known)
        {
            AddColumns();
            return false;
        }

        _columns.Truncate(known);
        if (reason is not null)
            Quarantine(reason);
        else
            KeepRow();
        return true;
    }

    /// <returns>Why the object is no row; null: it is one.</returns>
    private string? ReadObject()
    {
        var reader = new Utf8JsonReader(_cells.Bytes.AsSpan(_raw.Start, _raw.Length));
        try
        {
            string? reason = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return QuarantineReasons.BrokenJson;
            _columns.BeginObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var position = _columns.GetOrAdd(ref reader);
                if (position >= _row.Length)
                    Array.Resize(ref _row, Math.Max(16, 2 * position));
                if (_row[position] is not null)
                    return QuarantineReasons.BrokenJson;
                reader.Read();
                reason ??= ReadValue(ref reader, position);
            }

            // Reads what follows the object, and fails if there is anything.
            return reader.Read() ? QuarantineReasons.BrokenJson : reason;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return QuarantineReasons.BrokenJson;
        }
    }

    private string? ReadValue(ref Utf8JsonReader reader, int position)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            _row[position] = default(Field);
            return QuarantineReasons.NestedValue;
        }

        var start = _raw.Start + (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
        var value = reader.TokenType == JsonTokenType.Null ? default : new Field(start, reader.ValueSpan.Length);
        if (reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped)
            value = _cells.Advance(reader.CopyString(_cells.GetRoom(reader.ValueSpan.Length)));
        _row[position] = value;
        return value.Length > _options.MaxCellBytes ? QuarantineReasons.CellTooLong : null;
    }

    private void AddColumns()
    {
        if (_columns.Count > _options.MaxColumns)
        {
            throw new RejectedException(
                RejectionReasons.TooManyColumns,
                string.Create(CultureInfo.InvariantCulture, $"Up to line {_records.Line} the objects have {_columns.Count} different keys; at most {_options.MaxColumns} columns are read. Leave out keys that do not matter."));
        }

        while (Header.Count < _columns.Count)
            Header.Add(_columns.GetKey(Header.Count));
    }

    private void KeepRow()
    {
        for (var i = 0; i < Header.Count; i++)
        {
            var value = i < _row.Length ? _row[i] : null;
            Batch.AddField(value?.Start ?? 0, value?.Length ?? 0);
        }

        if (Batch.IsCurrentBlank())
        {
            _blankRows++;
            Batch.DropCurrent();
        }
        else
        {
            Batch.KeepCurrent(_raw.Start, _raw.Length, _records.Line);
        }
    }

    private void Quarantine(string reason)
    {
        Bad.Add(reason, _records.Line);
        Bad.Quarantine?.Add(_records.Line, reason, _cells.Bytes, [_raw]);
    }
}
