using System.Buffers;
using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>The encodings that are read.</summary>
internal enum TextEncoding
{
    /// <summary>No byte beyond ASCII yet: UTF-8 or Windows-1252.</summary>
    Undecided,
    Utf8,
    Windows1252,
    Utf16LittleEndian,
    Utf16BigEndian,
}

internal static class TextEncodings
{
    public static string GetName(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Windows1252 => "windows-1252",
        TextEncoding.Utf16LittleEndian => "utf-16le",
        TextEncoding.Utf16BigEndian => "utf-16be",
        _ => "utf-8",
    };

    /// <summary>By the byte order mark, or by zeros in every second byte.</summary>
    /// <returns>The encoding and the length of the mark.</returns>
    public static (TextEncoding Encoding, int MarkLength) Find(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8))
            return (TextEncoding.Utf8, 3);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return (TextEncoding.Utf16LittleEndian, 2);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (TextEncoding.Utf16BigEndian, 2);

        var pairs = head.Length / 2;
        var zeroFirst = 0;
        var zeroSecond = 0;
        for (var i = 0; i < pairs; i++)
        {
            zeroFirst += head[2 * i] == 0 ? 1 : 0;
            zeroSecond += head[(2 * i) + 1] == 0 ? 1 : 0;
        }

        const double Nearly = 0.8;
        if (pairs >= 2 && zeroSecond >= Nearly * pairs && zeroFirst == 0)
            return (TextEncoding.Utf16LittleEndian, 0);
        return pairs >= 2 && zeroFirst >= Nearly * pairs && zeroSecond == 0
            ? (TextEncoding.Utf16BigEndian, 0)
            : (TextEncoding.Undecided, 0);
    }

    /// <summary>
    /// Decides between UTF-8 and Windows-1252: letters of Windows-1252 hardly ever line up as UTF-8, so the majority
    /// counts, and a few broken characters do not turn a UTF-8 file into something else.
    /// </summary>
    public static TextEncoding Decide(ReadOnlySpan<byte> bytes)
    {
        var valid = 0;
        var invalid = 0;
        while (true)
        {
            var next = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0)
                break;
            bytes = bytes[next..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            if (status == OperationStatus.Done)
                valid++;
            else
                invalid++;
            bytes = bytes[consumed..];
        }

        return valid > invalid ? TextEncoding.Utf8 : invalid > 0 ? TextEncoding.Windows1252 : TextEncoding.Undecided;
    }

    /// <summary>Length of the bytes without a character at their end that is only begun.</summary>
    public static int CountWhole(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var value = bytes[^back];
            if (value < 0x80)
                break;
            if (value >= 0xC0)
                return Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == OperationStatus.NeedMoreData ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
