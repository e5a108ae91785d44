using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>Deals out a file's rows in batches; rows that cannot be read go to quarantine on the way.</summary>
internal sealed class RowReader
{
    private readonly TextBuffer _text;
    private readonly QuarantineWriter? _quarantine;
    private readonly Tokenizer _tokenizer;
    private long _line = 1;

    private RowReader(TextBuffer text, Shape shape, ReadOptions options, QuarantineWriter? quarantine)
    {
        _text = text;
        _quarantine = quarantine;
        _tokenizer = new Tokenizer(shape.Dialect, options.MaxCellBytes, options.MaxCellLines);
        Dialect = shape.Dialect;
    }

    public Dialect Dialect { get; }

    public Header Header { get; private set; } = null!;

    public int EmptyRowCount { get; private set; }

    public int QuarantinedCount { get; private set; }

    /// <summary>By reason: the number of rows and the first one's line.</summary>
    public Dictionary<string, (int Count, long Line)> Quarantined { get; } = [];

    /// <summary>The rows of the last <see cref="ReadAsync"/>.</summary>
    public RowBatch Batch { get; } = new();

    /// <param name="source">The text.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="quarantine">Takes the rows that cannot be read; null: they are passed over.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">The text is binary, has no rows or no readable header, or too many columns.</exception>
    public static async Task<RowReader> OpenAsync(
        TextSource source, ReadOptions options, QuarantineWriter? quarantine, CancellationToken cancellationToken)
    {
        var text = new TextBuffer(source);
        await text.FillAsync(cancellationToken);
        if (BinaryContent.LooksBinary(text.Text))
        {
            throw new RejectedException(
                RejectionReasons.BinaryContent, "The file holds binary data, not text. Export the table as CSV, plain or gzip-compressed.");
        }

        var shape = DialectFinder.Find(text.Bytes, text.End, text.IsFinal, options);
        text.EndRowsWith(shape.Dialect.NewLine);
        var reader = new RowReader(text, shape, options, quarantine);
        await reader.ReadHeaderAsync(shape, options, cancellationToken);
        return reader;
    }

    /// <summary>Reads the next rows into <see cref="Batch"/> and sends the rows between them to quarantine.</summary>
    /// <returns>False: there are no more.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Batch.Clear(_text.Bytes, Header.Count);
            ReadBuffered();
            if (_quarantine is not null)
                await _quarantine.FlushAsync(cancellationToken);
            if (Batch.RowCount > 0)
                return true;
            if (_text.IsRowTooLong)
                await SkipRowAsync(cancellationToken);
            else if (!await _text.RefillAsync(cancellationToken))
                return false;
        }
    }

    /// <summary>A row's raw text; of a row out of our quarantine, what it was before it went there.</summary>
    public ReadOnlySpan<byte> GetOriginal(ReadOnlySpan<byte> raw)
    {
        raw = raw.TrimEnd((byte)'\r');
        if (!Header.HasQuarantinePrefix)
            return raw;

        var first = raw.IndexOf(Dialect.Delimiter);
        var second = first < 0 ? -1 : raw[(first + 1)..].IndexOf(Dialect.Delimiter);
        var original = new ArrayBufferWriter<byte>();
        FormulaGuard.WriteWithout(second < 0 ? raw : raw[(first + second + 2)..], Dialect.Delimiter, original);
        return original.WrittenSpan;
    }

    private async Task ReadHeaderAsync(Shape shape, ReadOptions options, CancellationToken cancellationToken)
    {
        RowEnd rowEnd;
        while ((rowEnd = ReadRow()) == RowEnd.Incomplete || (rowEnd == RowEnd.Complete && Batch.IsCurrentBlank()))
        {
            if (rowEnd == RowEnd.Complete)
            {
                EmptyRowCount++;
                Advance();
            }
            else if (_text.IsRowTooLong)
            {
                throw new RejectedException(
                    RejectionReasons.TooManyColumns, $"The row on line {_line} is longer than {TextBuffer.MaxRowBytes >> 20} MB. Check that the file has line ends.");
            }
            else if (!await _text.RefillAsync(cancellationToken))
            {
                throw new RejectedException(RejectionReasons.NoRows, "The file has no rows. Upload it again, with a header and rows.");
            }
        }

        if (rowEnd != RowEnd.Complete)
        {
            throw new RejectedException(
                RejectionReasons.UnreadableHeader, $"The header on line {_line} has a quote in the wrong place or an endless cell. Mend the header.");
        }

        if (Batch.Current.Length > options.MaxColumns)
        {
            throw new RejectedException(
                RejectionReasons.TooManyColumns,
                $"The row on line {_line} has {Batch.Current.Length} columns; at most {options.MaxColumns} are read. Leave out columns that do not matter.");
        }

        Header = Header.From(ReadTexts(), shape, options);
        _quarantine?.Begin(Header, Dialect.Delimiter);
        if (Header.IsFirstRow)
            Advance();

        RowEnd ReadRow()
        {
            Batch.Clear(_text.Bytes, 0);
            return _tokenizer.ReadRow(Batch, _text.Bytes, _text.Start, _text.End, _text.IsFinal);
        }
    }

    private List<string> ReadTexts()
    {
        var cells = new CellReader(stripsGuards: false);
        List<string> texts = [];
        foreach (var field in Batch.Current)
        {
            cells.Read(_text.Bytes, field);
            texts.Add(Encoding.UTF8.GetString(cells.Buffer, cells.Start, cells.Length));
        }

        return texts;
    }

    private void Advance()
    {
        _line += _tokenizer.Lines;
        _text.Start = _tokenizer.Next;
    }

    private void ReadBuffered()
    {
        while (_text.Start < _text.End)
        {
            var rowEnd = _tokenizer.ReadRow(Batch, _text.Bytes, _text.Start, _text.End, _text.IsFinal);
            if (rowEnd == RowEnd.Incomplete)
            {
                Batch.DropCurrent();
                return;
            }

            EndRow(rowEnd);
            Advance();
        }
    }

    private void EndRow(RowEnd rowEnd)
    {
        var length = _tokenizer.RawEnd - _text.Start;
        var reason = rowEnd switch
        {
            _ when _text.IsSuspect && FindBadBytes(_text.Bytes.AsSpan(_text.Start, length)) is { } bad => bad,
            RowEnd.UnclosedQuote => QuarantineReasons.UnclosedQuote,
            RowEnd.StrayQuote => QuarantineReasons.StrayQuote,
            RowEnd.CellTooLong => QuarantineReasons.CellTooLong,
            _ => null,
        };
        var fields = Batch.Current.Length;
        if (reason is null && (fields != Header.Count || Batch.IsBlank(0)) && Batch.IsCurrentBlank())
        {
            EmptyRowCount++;
            Batch.DropCurrent();
        }
        else if (reason is null && fields == Header.Count)
        {
            Batch.KeepCurrent(_text.Start, length, _line);
        }
        else
        {
            Batch.DropCurrent();
            Quarantine(reason ?? QuarantineReasons.FieldCount, _text.Bytes.AsSpan(_text.Start, length));
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

    /// <summary>Quarantines the beginning of a row that is longer than any row can be, and passes over the rest of its line.</summary>
    private async ValueTask SkipRowAsync(CancellationToken cancellationToken)
    {
        Quarantine(QuarantineReasons.RowTooLong, _text.Text[..TextBuffer.MaxRowBytes]);
        await _text.SkipLineAsync(cancellationToken);
        _line++;
    }
}
