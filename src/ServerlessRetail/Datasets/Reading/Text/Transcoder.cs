using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>Turns stored text into UTF-8. What is no text becomes the byte 0xFF, which no UTF-8 holds, so that its row is found later.</summary>
internal static class Transcoder
{
    /// <summary>UTF-8 takes at most this many times the stored bytes.</summary>
    public const int MostGrowth = 3;

    // The characters of 0x80 to 0x9F; elsewhere Windows-1252 is the beginning of Unicode. The five unassigned bytes
    // stay the control characters they are in Latin-1, as browsers read them.
    internal const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <returns>Bytes read and bytes written; what is not read must be offered again with what follows.</returns>
    public static (int Read, int Written) ToUtf8(TextEncoding encoding, ReadOnlySpan<byte> stored, Span<byte> utf8, bool final) =>
        encoding == TextEncoding.Windows1252
            ? FromWindows1252(stored, utf8)
            : FromUtf16(stored, utf8, encoding == TextEncoding.Utf16BigEndian, final);

    private static (int Read, int Written) FromWindows1252(ReadOnlySpan<byte> stored, Span<byte> utf8)
    {
        var read = 0;
        var written = 0;
        while (read < stored.Length)
        {
            var rest = stored[read..];
            var plain = rest.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            plain = plain < 0 ? rest.Length : plain;
            rest[..plain].CopyTo(utf8[written..]);
            read += plain;
            written += plain;
            for (; read < stored.Length && stored[read] >= 0x80; read++)
            {
                var character = stored[read] < 0xA0 ? Windows1252[stored[read] - 0x80] : (char)stored[read];
                if (character >= 0x800)
                    utf8[written++] = (byte)(0xE0 | (character >> 12));
                utf8[written++] = (byte)(character >= 0x800 ? 0x80 | ((character >> 6) & 0x3F) : 0xC0 | (character >> 6));
                utf8[written++] = (byte)(0x80 | (character & 0x3F));
            }
        }

        return (read, written);
    }

    private static (int Read, int Written) FromUtf16(ReadOnlySpan<byte> stored, Span<byte> utf8, bool bigEndian, bool final)
    {
        var units = stored.Length / 2;
        var text = new char[units];
        stored[..(2 * units)].CopyTo(MemoryMarshal.AsBytes(text.AsSpan()));
        if (bigEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<char, ushort>(text), MemoryMarshal.Cast<char, ushort>(text.AsSpan()));

        var read = 0;
        var written = 0;
        while (read < units)
        {
            var status = Utf8.FromUtf16(text.AsSpan(read), utf8[written..], out var charsRead, out var bytesWritten, replaceInvalidSequences: false, isFinalBlock: final);
            read += charsRead;
            written += bytesWritten;
            if (status != OperationStatus.InvalidData)
                break;
            utf8[written++] = 0xFF;
            read++;
        }

        if (final && stored.Length % 2 == 1)
        {
            utf8[written++] = 0xFF;
            return (stored.Length, written);
        }

        return (2 * read, written);
    }
}
