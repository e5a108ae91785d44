namespace ServerlessRetail.Datasets;

/// <summary>Recognises files that are no text, by their first bytes.</summary>
internal static class BinaryContent
{
    private static readonly (byte[] Magic, string Name)[] Formats =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ([(byte)'P', (byte)'K', 3, 4], "a zip archive or a workbook"),
        ([(byte)'P', (byte)'K', 5, 6], "an empty zip archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Office document"),
        ("PAR1"u8.ToArray(), "a Parquet file"),
        ([(byte)'O', (byte)'b', (byte)'j', 1], "an Avro file"),
        ("ORC"u8.ToArray(), "an ORC file"),
        ("ARROW1"u8.ToArray(), "an Arrow or Feather file"),
        ("SQLite format 3"u8.ToArray(), "an SQLite database"),
        ("BZh"u8.ToArray(), "a bzip2 archive"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "an xz archive"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7-Zip archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive"),
        ([0x7F, (byte)'E', (byte)'L', (byte)'F'], "a program"),
        ([0x1F, 0x8B], "a gzip file inside a gzip file"),
        ([0xFF, 0xFE, 0, 0], "UTF-32 text"),
        ([0, 0, 0xFE, 0xFF], "UTF-32 text"),
    ];

    /// <summary>What the content looks like; null: it may be text.</summary>
    public static string? Recognise(ReadOnlySpan<byte> head)
    {
        foreach (var (magic, name) in Formats)
        {
            // Text may begin with the letters of a short name; what follows them tells.
            if (head.StartsWith(magic) && (magic.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~') || CountControls(head) > 0 || name.Contains("PDF")))
                return name;
        }

        return null;
    }

    /// <summary>Whether a text, decoded, holds more control characters than accidents explain.</summary>
    public static bool LooksBinary(ReadOnlySpan<byte> text) => CountControls(text) > Math.Max(4, text.Length / 20);

    private static int CountControls(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var value in bytes)
            count += value is < (byte)'\t' or (> (byte)'\r' and < (byte)' ' and not 0x1A) or 0x7F ? 1 : 0;
        return count;
    }
}
