using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>The JSON objects of a text, however it separates them.</summary>
internal abstract class JsonText(TextSource source, TextBuffer text, string format) : JsonRecords
{
    private int _start;
    private int _length;
    private bool _skipsLine;

    public override ReadOnlySpan<byte> Record => text.Bytes.AsSpan(_start, _length).TrimEnd(" \t\r\n"u8);

    public override long StoredBytes => source.StoredBytes;

    protected TextBuffer Text => text;

    /// <summary>The line of what is read next.</summary>
    protected long NextLine { get; set; } = 1;

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_skipsLine)
        {
            await text.SkipLineAsync(cancellationToken);
            NextLine++;
            _skipsLine = false;
        }

        while (true)
        {
            if (SkipSeparators())
            {
                var length = FindEnd(text.Text, text.IsFinal);
                _skipsLine = length < 0 && text.IsRowTooLong;
                if (length >= 0 || _skipsLine)
                {
                    Take(_skipsLine ? TextBuffer.MaxRowBytes : length);
                    return true;
                }
            }

            if (!await text.RefillAsync(cancellationToken))
                return false;
        }
    }

    public override ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken) =>
        source.DescribeAsync('\0', format, cancellationToken);

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>Moves on to the next record. False: there is no more text here.</summary>
    protected abstract bool SkipSeparators();

    /// <summary>The length of the record at the beginning of a text; -1: it goes on behind the text.</summary>
    protected abstract int FindEnd(ReadOnlySpan<byte> rest, bool final);

    private void Take(int length)
    {
        (_start, _length) = (text.Start, length);
        text.Start += length;
        Line = NextLine;
        NextLine += text.Bytes.AsSpan(_start, _length).Count((byte)'\n');
        Trouble = _skipsLine ? QuarantineReasons.RowTooLong
            : !text.IsSuspect ? null
            : Record.Contains((byte)0) ? QuarantineReasons.NulByte
            : Utf8.IsValid(Record) ? null
            : QuarantineReasons.InvalidText;
    }
}
