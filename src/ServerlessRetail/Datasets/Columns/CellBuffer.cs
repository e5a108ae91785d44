using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>Collects the text of cells that do not stand in a file as they are read.</summary>
internal sealed class CellBuffer
{
    /// <summary>A batch of about this size keeps the overhead of a batch small and its text in the processor's cache.</summary>
    public const int BatchBytes = 256 * 1024;

    /// <summary>The text, and <see cref="Tokenizer.Slack"/> more bytes. Another array after it has grown.</summary>
    public byte[] Bytes { get; private set; } = new byte[BatchBytes + Tokenizer.Slack];

    public int Length { get; private set; }

    public void Clear() => Length = 0;

    public Field Add(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(GetRoom(utf8.Length));
        return Advance(utf8.Length);
    }

    public Field Add(ReadOnlySpan<char> text)
    {
        var room = GetRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
        return Advance(Encoding.UTF8.GetBytes(text, room));
    }

    /// <summary>Adds a number, date or time as every culture can read it.</summary>
    public Field Add<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        for (var wanted = 64; ; wanted *= 2)
        {
            if (value.TryFormat(GetRoom(wanted), out var written, format, System.Globalization.CultureInfo.InvariantCulture))
                return Advance(written);
        }
    }

    /// <summary>Room for text; <see cref="Advance"/> keeps what was written.</summary>
    public Span<byte> GetRoom(int bytes)
    {
        if (Length + bytes + Tokenizer.Slack > Bytes.Length)
        {
            var grown = new byte[Math.Max(2 * Bytes.Length, Length + bytes + Tokenizer.Slack)];
            Bytes.AsSpan(0, Length).CopyTo(grown);
            Bytes = grown;
        }

        return Bytes.AsSpan(Length, bytes);
    }

    public Field Advance(int bytes)
    {
        var field = new Field(Length, bytes);
        Length += bytes;
        return field;
    }
}
