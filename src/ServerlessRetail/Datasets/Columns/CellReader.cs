using System.Runtime.CompilerServices;

namespace ServerlessRetail.Datasets;

/// <summary>The cells of a batch: trimmed, with single quotes for doubled ones and without the apostrophes of quarantine.</summary>
internal sealed class CellReader(bool stripsGuards)
{
    private byte[] _unescaped = new byte[256];

    /// <summary>Holds the text of the last <see cref="Read"/>, and at least eight more bytes after it.</summary>
    public byte[] Buffer { get; private set; } = [];

    public int Start { get; private set; }

    /// <summary>Length in bytes; 0 is an empty cell.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a cell's bytes are its text as they stand, as nearly always.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlain(byte[] buffer, Field field)
    {
        var length = field.LengthOrComplement;
        return length > 0
            && CellText.IsPlain(buffer[field.Start])
            && CellText.IsPlain(buffer[field.Start + length - 1])
            && buffer[field.Start] != '\'';
    }

    public void Read(byte[] buffer, Field field)
    {
        (Buffer, Start, Length) = (buffer, field.Start, field.Length);
        if (field.LengthOrComplement == 0)
            return;
        if (field.HasDoubledQuotes)
            Unescape();

        var text = Buffer.AsSpan(Start, Length);
        var trimmed = CellText.Trim(text);
        if (stripsGuards && FormulaGuard.IsGuarded(trimmed))
            trimmed = trimmed[1..];
        text.Overlaps(trimmed, out var padding);
        Start += padding;
        Length = trimmed.Length;
    }

    private void Unescape()
    {
        if (_unescaped.Length < Length + Tokenizer.Slack)
            _unescaped = new byte[2 * (Length + Tokenizer.Slack)];
        var written = 0;
        for (var i = Start; i < Start + Length; i++)
        {
            _unescaped[written++] = Buffer[i];
            if (Buffer[i] == '"')
                i++;
        }

        (Buffer, Start, Length) = (_unescaped, 0, written);
    }
}
