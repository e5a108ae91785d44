using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>Reads delimited text: CSV and its relatives.</summary>
internal sealed class DelimitedReader : RowReader
{
    private readonly TextSource _source;
    private readonly TextBuffer _text;
    private readonly Tokenizer _tokenizer;
    private readonly Dialect _dialect;
    private long _line = 1;

    private DelimitedReader(TextSource source, TextBuffer text, Shape shape, ReadOptions options, QuarantineWriter? quarantine)
        : base(new BadRows(quarantine))
    {
        _source = source;
        _text = text;
        _tokenizer = new Tokenizer(shape.Dialect, options.MaxCellBytes, options.MaxCellLines);
        _dialect = shape.Dialect;
    }

    public override bool CommaIsDecimal => _dialect.Delimiter != ',';

    public byte Delimiter => _dialect.Delimiter;

    public Dialect Dialect => _dialect;

    /// <summary>Of the text so far.</summary>
    public TextEncoding TextEncoding => _source.Encoding;

    /// <summary>Bytes of text before the next row.</summary>
    public long Position => _text.Position;

    /// <summary>The line on which the next row begins, from 1.</summary>
    public long Line => _line;

    public override long StoredBytes => _source.StoredBytes;

    /// <param name="source">The text; disposed with the reader.</param>
    /// <param name="text">The beginning of the text.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="quarantine">Takes the rows that cannot be read; null: they are passed over.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">The text is binary, has no rows or no readable header, or too many columns.</exception>
    public static async Task<DelimitedReader> OpenAsync(
        TextSource source, TextBuffer text, ReadOptions options, QuarantineWriter? quarantine, CancellationToken cancellationToken)
    {
        if (BinaryContent.LooksBinary(text.Text))
        {
            throw new RejectedException(
                RejectionReasons.BinaryContent, "The file holds binary data, not text. Export the table as CSV, plain or gzip-compressed.");
        }

        var shape = DialectFinder.Find(text.Bytes, text.End, text.IsFinal, options);
        text.EndRowsWith(shape.Dialect.NewLine);
        var reader = new DelimitedReader(source, text, shape, options, quarantine);
        await reader.ReadHeaderAsync(shape, options, cancellationToken);
        return reader;
    }

    /// <summary>Reads rows of a file whose header was read before.</summary>
    /// <param name="source">Text that begins where a row does; disposed with the reader.</param>
    /// <param name="header">The file's.</param>
    /// <param name="dialect">The file's.</param>
    /// <param name="line">The line on which the text begins, from 1.</param>
    /// <param name="options">How to read it.</param>
    public static DelimitedReader GoOn(TextSource source, Header header, Dialect dialect, long line, ReadOptions options)
    {
        var text = new TextBuffer(source);
        text.EndRowsWith(dialect.NewLine);
        return new DelimitedReader(source, text, new Shape(dialect, header.Count, LastIsBlank: false), options, quarantine: null) { Header = header, _line = line };
    }

    /// <summary>Gives away the batch that was read with its text, so that it stays while others are read.</summary>
    /// <param name="next">The batch to go on with; its buffer is used again.</param>
    public RowBatch Take(RowBatch next)
    {
        var taken = Batch;
        _text.MoveTo(next.Buffer);
        Batch = next;
        Batch.Clear(_text.Bytes, Header.Count);
        return taken;
    }

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Batch.Clear(_text.Bytes, Header.Count);
            var bad = Bad.Count;
            ReadBuffered();
            await Bad.FlushAsync(cancellationToken);
            if (Batch.RowCount > 0 || Bad.Count > bad)
                return true;
            if (_text.IsRowTooLong)
                await SkipRowAsync(cancellationToken);
            else if (!await _text.RefillAsync(cancellationToken))
                return false;
        }
    }

    public override ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken) =>
        _source.DescribeAsync((char)_dialect.Delimiter, DatasetFormats.Text, cancellationToken);

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override void BeginQuarantine(QuarantineWriter target) => target.Begin(Header.NamesForQuarantine, _dialect.Delimiter);

    protected override void CopyRow(QuarantineWriter target, int row, string reason) =>
        target.Add(Batch.GetLine(row), reason, GetOriginal(Batch.GetRaw(row)));

    /// <summary>A row's raw text; of a row out of our quarantine, what it was before it went there.</summary>
    private ReadOnlySpan<byte> GetOriginal(ReadOnlySpan<byte> raw)
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

    private async Task ReadHeaderAsync(Shape shape, ReadOptions options, CancellationToken cancellationToken)
    {
        RowEnd rowEnd;
        var titles = shape.TitleRows;
        while ((rowEnd = ReadRow()) == RowEnd.Incomplete || (rowEnd == RowEnd.Complete && Batch.IsCurrentBlank()) || titles > 0)
        {
            if (rowEnd != RowEnd.Incomplete)
            {
                var isTitle = rowEnd != RowEnd.Complete || !Batch.IsCurrentBlank();
                titles -= isTitle ? 1 : 0;
                EmptyRowCount += isTitle ? 0 : 1;
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
        if (shape.TitleRows > 0)
            Header.Notes.Add(DatasetNote.SkippedTitles(shape.TitleRows));
        if (Bad.Quarantine is not null)
            BeginQuarantine(Bad.Quarantine);
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
            var raw = _text.Bytes.AsSpan(_text.Start, length);
            if (reason is null && Bad.NewDelimiter is null && DialectFinder.FindOther(_dialect.Delimiter, raw, Header.Count) is { } other)
                Bad.NewDelimiter = ((char)other, _line);
            Quarantine(reason ?? QuarantineReasons.FieldCount, raw);
        }
    }

    private static string? FindBadBytes(ReadOnlySpan<byte> raw) =>
        raw.Contains((byte)0) ? QuarantineReasons.NulByte : Utf8.IsValid(raw) ? null : QuarantineReasons.InvalidText;

    private void Quarantine(string reason, ReadOnlySpan<byte> raw)
    {
        Bad.Add(reason, _line);
        Bad.Quarantine?.Add(_line, reason, GetOriginal(raw));
    }

    /// <summary>Quarantines the beginning of a row that is longer than any row can be, and passes over the rest of its line.</summary>
    private async ValueTask SkipRowAsync(CancellationToken cancellationToken)
    {
        Quarantine(QuarantineReasons.RowTooLong, _text.Text[..TextBuffer.MaxRowBytes]);
        await _text.SkipLineAsync(cancellationToken);
        _line++;
    }
}
