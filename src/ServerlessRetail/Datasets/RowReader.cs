using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>Deals out a file's rows in batches; rows that cannot be read go to quarantine on the way.</summary>
internal sealed class RowReader
{
    private const int FirstBufferBytes = 256 * 1024;
    private const int LeastRead = 64;
    private const int MaxRowBytes = 8 * 1024 * 1024;

    private readonly TextSource _source;
    private readonly QuarantineWriter? _quarantine;
    private readonly RowBatch _batch = new();
    private byte[] _buffer = new byte[FirstBufferBytes + Tokenizer.Slack];
    private Tokenizer? _tokenizer;
    private Dialect _dialect;
    private int _start;
    private int _end;
    private long _line = 1;
    private bool _final;
    private bool _isSuspect;

    private RowReader(TextSource source, QuarantineWriter? quarantine)
    {
        _source = source;
        _quarantine = quarantine;
    }

    public Header Header { get; private set; } = null!;

    public Dialect Dialect => _dialect;

    public int EmptyRowCount { get; private set; }

    public int QuarantinedCount { get; private set; }

    /// <summary>By reason: the number of rows and the first one's line.</summary>
    public Dictionary<string, (int Count, long Line)> Quarantined { get; } = [];

    /// <summary>The rows of the last <see cref="ReadAsync"/>.</summary>
    public RowBatch Batch => _batch;

    /// <param name="source">The text.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="quarantine">Takes the rows that cannot be read; null: they are passed over.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">The text is binary, has no rows or no readable header, or too many columns.</exception>
    public static async Task<RowReader> OpenAsync(
        TextSource source, ReadOptions options, QuarantineWriter? quarantine, CancellationToken cancellationToken)
    {
        var reader = new RowReader(source, quarantine);
        await reader.FillAsync(cancellationToken);
        if (BinaryContent.LooksBinary(reader._buffer.AsSpan(0, reader._end)))
        {
            throw new RejectedException(
                RejectionReasons.BinaryContent, "The file holds binary data, not text. Export the table as CSV, plain or gzip-compressed.");
        }

        await reader.ReadHeaderAsync(options, cancellationToken);
        return reader;
    }

    /// <summary>Reads the next rows into <see cref="Batch"/>.</summary>
    /// <returns>False: there are no more.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _batch.Clear(_buffer, Header.Count);
        while (true)
        {
            ReadBuffered();
            if (_batch.RowCount > 0)
                return true;
            if (!await RefillAsync(cancellationToken))
                return false;
            _batch.Clear(_buffer, Header.Count);
        }
    }

    private async Task ReadHeaderAsync(ReadOptions options, CancellationToken cancellationToken)
    {
        var shape = DialectFinder.Find(_buffer, _end, _final, options);
        _dialect = shape.Dialect;
        _tokenizer = new Tokenizer(_dialect, options.MaxCellBytes, options.MaxCellLines);
        EndLastRow();
        while (true)
        {
            _batch.Clear(_buffer, 0);
            var rowEnd = _tokenizer.ReadRow(_batch, _buffer, _start, _end, _final);
            if (rowEnd == RowEnd.Incomplete)
            {
                if (_end - _start > MaxRowBytes)
                    throw new RejectedException(RejectionReasons.TooManyColumns, $"The row on line {_line} is longer than {MaxRowBytes >> 20} MB. Check that the file has line ends.");
                if (!await RefillAsync(cancellationToken))
                    throw new RejectedException(RejectionReasons.NoRows, "The file has no rows. Upload it again, with a header and rows.");
            }
            else if (rowEnd == RowEnd.Complete && _batch.IsCurrentBlank())
            {
                EmptyRowCount++;
                Advance();
            }
            else if (rowEnd == RowEnd.Complete)
            {
                break;
            }
            else
            {
                throw new RejectedException(
                    RejectionReasons.UnreadableHeader, $"The header on line {_line} has a quote in the wrong place or an endless cell. Mend the header.");
            }
        }

        if (_batch.Current.Length > options.MaxColumns)
        {
            throw new RejectedException(
                RejectionReasons.TooManyColumns,
                $"The row on line {_line} has {_batch.Current.Length} columns; at most {options.MaxColumns} are read. Leave out columns that do not matter.");
        }

        Header = Header.From(ReadTexts(), shape, options);
        _quarantine?.Begin(Header, _dialect.Delimiter);
        if (Header.IsFirstRow)
            Advance();
    }

    private List<string> ReadTexts()
    {
        var cells = new CellReader(stripsGuards: false);
        List<string> texts = [];
        foreach (var field in _batch.Current)
        {
            cells.Read(_buffer, field);
            texts.Add(Encoding.UTF8.GetString(cells.Buffer, cells.Start, cells.Length));
        }

        return texts;
    }

    private void Advance()
    {
        _line += _tokenizer!.Lines;
        _start = _tokenizer!.Next;
    }

    private void ReadBuffered()
    {
        while (_start < _end)
        {
            var rowEnd = _tokenizer!.ReadRow(_batch, _buffer, _start, _end, _final);
            if (rowEnd == RowEnd.Incomplete)
            {
                _batch.DropCurrent();
                return;
            }

            EndRow(rowEnd);
            Advance();
        }
    }

    private void EndRow(RowEnd rowEnd)
    {
        var length = _tokenizer!.RawEnd - _start;
        var reason = rowEnd switch
        {
            _ when _isSuspect && FindBadBytes(_buffer.AsSpan(_start, length)) is { } bad => bad,
            RowEnd.UnclosedQuote => QuarantineReasons.UnclosedQuote,
            RowEnd.StrayQuote => QuarantineReasons.StrayQuote,
            RowEnd.CellTooLong => QuarantineReasons.CellTooLong,
            _ => null,
        };
        var fields = _batch.Current.Length;
        if (reason is null && (fields != Header.Count || _batch.IsBlank(0)) && _batch.IsCurrentBlank())
        {
            EmptyRowCount++;
            _batch.DropCurrent();
        }
        else if (reason is null && fields == Header.Count)
        {
            _batch.KeepCurrent(_start, length, _line);
        }
        else
        {
            _batch.DropCurrent();
            Quarantine(reason ?? QuarantineReasons.FieldCount, _buffer.AsSpan(_start, length));
        }
    }

    private static string? FindBadBytes(ReadOnlySpan<byte> raw) =>
        raw.Contains((byte)0) ? QuarantineReasons.NulByte : Utf8.IsValid(raw) ? null : QuarantineReasons.InvalidText;

    private void Quarantine(string reason, ReadOnlySpan<byte> raw)
    {
        QuarantinedCount++;
        var (count, line) = Quarantined.GetValueOrDefault(reason, (0, _line));
        Quarantined[reason] = (count + 1, line);
        _quarantine?.Add(_line, reason, GetOriginal(raw));
    }

    /// <summary>A row's raw text; of a row out of our quarantine, what it was before it went there.</summary>
    public ReadOnlySpan<byte> GetOriginal(ReadOnlySpan<byte> raw)
    {
        raw = raw.TrimEnd((byte)'\r');
        if (!Header.HasQuarantinePrefix)
            return raw;

        var first = raw.IndexOf(_dialect.Delimiter);
        var second = first < 0 ? -1 : raw[(first + 1)..].IndexOf(_dialect.Delimiter);
        var original = new ArrayBufferWriter<byte>();
        FormulaGuard.WriteWithout(second < 0 ? raw : raw[(first + second + 2)..], _dialect.Delimiter, original);
        return original.WrittenSpan;
    }

    /// <summary>Makes room and reads on. False: there is no more text.</summary>
    private async ValueTask<bool> RefillAsync(CancellationToken cancellationToken)
    {
        if (_final)
            return false;
        if (_end - _start > MaxRowBytes)
            await SkipRowAsync(cancellationToken);

        var rest = _buffer.AsSpan(_start, _end - _start);
        var room = _buffer.Length - Tokenizer.Slack;
        if (rest.Length > room / 2)
            Array.Resize(ref _buffer, (2 * room) + Tokenizer.Slack);
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, rest.Length);
        await FillAsync(cancellationToken);
        return true;
    }

    /// <summary>Quarantines the beginning of a row that is longer than any row can be, and passes over the rest of its line.</summary>
    private async ValueTask SkipRowAsync(CancellationToken cancellationToken)
    {
        Quarantine(QuarantineReasons.RowTooLong, _buffer.AsSpan(_start, MaxRowBytes));
        _line++;
        while (true)
        {
            var newLine = _buffer.AsSpan(_start, _end - _start).IndexOf(_dialect.NewLine);
            if (newLine >= 0 || _final)
            {
                _start = newLine >= 0 ? _start + newLine + 1 : _end;
                return;
            }

            (_start, _end) = (0, 0);
            await FillAsync(cancellationToken);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        while (!_final && _buffer.Length - Tokenizer.Slack - _end is var room and >= LeastRead)
        {
            var read = await _source.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken);
            _final = read == 0;
            _end += read;
        }

        var text = _buffer.AsSpan(_start, _end - _start);
        _isSuspect = text.Contains((byte)0) || !Utf8.IsValid(text[..TextEncodings.CountWhole(text)]);
        EndLastRow();
    }

    /// <summary>Every row ends with a line end, also the last one of a file that does not.</summary>
    private void EndLastRow()
    {
        if (_final && _tokenizer is not null && _end > _start && _buffer[_end - 1] != _dialect.NewLine)
            _buffer[_end++] = _dialect.NewLine;
    }
}
