using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>A window on a file's text that moves on row by row and grows with the longest row, up to a limit.</summary>
internal sealed class TextBuffer(TextSource source)
{
    /// <summary>A row longer than this is none.</summary>
    public const int MaxRowBytes = 8 * 1024 * 1024;

    private const int FirstBytes = 256 * 1024;
    private const int LeastRead = 64;

    private byte? _newLine;
    private long _passed;

    /// <summary>The text, and <see cref="Tokenizer.Slack"/> more bytes after <see cref="End"/>.</summary>
    public byte[] Bytes { get; private set; } = new byte[FirstBytes + Tokenizer.Slack];

    /// <summary>Where the next row begins.</summary>
    public int Start { get; set; }

    /// <summary>Bytes of text before the next row.</summary>
    public long Position => _passed + Start;

    /// <summary>Where the text ends.</summary>
    public int End { get; private set; }

    /// <summary>Whether the file ends where the text does.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Whether some row has NUL bytes or bytes that are no UTF-8, so that each must be looked at.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>Whether the row at <see cref="Start"/>, of which there is no end yet, is longer than any row may be.</summary>
    public bool IsRowTooLong => End - Start > MaxRowBytes;

    public ReadOnlySpan<byte> Text => Bytes.AsSpan(Start, End - Start);

    /// <summary>From now on every row ends with this byte, also the last one of a file that does not.</summary>
    public void EndRowsWith(byte newLine)
    {
        _newLine = newLine;
        EndLastRow();
    }

    /// <summary>Fills what room there is.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        while (!IsFinal && Bytes.Length - Tokenizer.Slack - End is var room and >= LeastRead)
        {
            var read = await source.ReadAsync(Bytes.AsMemory(End, room), cancellationToken);
            IsFinal = read == 0;
            End += read;
        }

        IsSuspect = Text.Contains((byte)0) || !Utf8.IsValid(Text[..TextEncodings.CountWhole(Text)]);
        EndLastRow();
    }

    /// <summary>Makes room and reads on. False: there is no more text.</summary>
    public async ValueTask<bool> RefillAsync(CancellationToken cancellationToken)
    {
        if (IsFinal)
            return false;

        MoveTo(Text.Length > (Bytes.Length - Tokenizer.Slack) / 2 ? new byte[(2 * Bytes.Length) - Tokenizer.Slack] : Bytes);
        await FillAsync(cancellationToken);
        return true;
    }

    /// <summary>Goes on in another array. What was read so far stays as it is in the one up to now.</summary>
    /// <param name="bytes">Takes the text from <see cref="Start"/>; too small for it, another is made.</param>
    public void MoveTo(byte[] bytes)
    {
        var rest = Text;
        if (bytes.Length < rest.Length + Tokenizer.Slack + LeastRead)
            bytes = new byte[Bytes.Length];
        rest.CopyTo(bytes);
        _passed += Start;
        (Bytes, Start, End) = (bytes, 0, rest.Length);
    }

    /// <summary>Passes over the text up to the next line end.</summary>
    public async ValueTask SkipLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var newLine = Text.IndexOf(_newLine!.Value);
            Start = newLine >= 0 ? Start + newLine + 1 : End;
            if (newLine >= 0 || !await RefillAsync(cancellationToken))
                return;
        }
    }

    private void EndLastRow()
    {
        if (IsFinal && _newLine is { } newLine && End > Start && Bytes[End - 1] != newLine)
            Bytes[End++] = newLine;
    }
}
