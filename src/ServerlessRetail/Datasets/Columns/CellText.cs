using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>
/// The one place that says what a cell's text is: trimmed, and missing or present. Reading files (bytes) and scoring
/// requests (strings) both ask here, so that they cannot drift apart.
/// </summary>
public sealed class CellText
{
    private static readonly string[] MissingWords =
        ["NA", "N/A", "#N/A", "NULL", "None", "NaN", "?", "-", "ERROR", "UNKNOWN"];

    private readonly HashSet<string> _missing;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _longest;

    // The ASCII characters that begin a word, in either case.
    private readonly UInt128 _beginnings;

    // The words in lower case as numbers of eight bytes, where they are short and ASCII: "No" begins as many words do, and is none.
    private readonly ulong[] _short;
    private readonly bool _allAreAscii;

    /// <param name="missingValues">Texts that count as missing in addition to the usual words; case does not matter.</param>
    public CellText(IEnumerable<string> missingValues)
    {
        _missing = new HashSet<string>(MissingWords, StringComparer.OrdinalIgnoreCase);
        foreach (var value in missingValues)
        {
            var trimmed = Trim(value.AsSpan());
            HasOwnWords |= !trimmed.IsEmpty && _missing.Add(trimmed.ToString());
        }

        _lookup = _missing.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = _missing.Max(word => word.Length);
        _allAreAscii = _missing.All(word => Ascii.IsValid(word));
        _short = [.. _missing.Where(word => word.Length <= sizeof(ulong) && Ascii.IsValid(word)).Select(word => Fold(Encoding.ASCII.GetBytes(word)))];
        foreach (var beginning in _missing.SelectMany(word => (char[])[char.ToUpperInvariant(word[0]), char.ToLowerInvariant(word[0])]))
            _beginnings |= beginning < 128 ? UInt128.One << beginning : 0;
    }

    /// <summary>Knows the usual words only: NA, N/A, #N/A, NULL, None, NaN, ?, -, ERROR, UNKNOWN, in any case.</summary>
    public static CellText Default { get; } = new([]);

    /// <summary>Whether there are words besides the usual ones; only those can look like a number.</summary>
    internal bool HasOwnWords { get; }

    /// <summary>Whether a byte is a visible ASCII character: a text that begins and ends with such needs no trimming.</summary>
    internal static bool IsPlain(byte value) => (uint)(value - 0x21) < 0x5E;

    /// <summary>Without the spaces, tabs, control characters and no-break spaces around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsPadding(text[start]))
            start++;
        while (end > start && IsPadding(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <inheritdoc cref="Trim(ReadOnlySpan{char})"/>
    /// <param name="utf8">UTF-8.</param>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            if (utf8[0] <= ' ')
                utf8 = utf8[1..];
            else if (utf8.StartsWith("\u00A0"u8))
                utf8 = utf8[2..];
            else if (utf8[^1] <= ' ')
                utf8 = utf8[..^1];
            else if (utf8.EndsWith("\u00A0"u8))
                utf8 = utf8[..^2];
            else
                break;
        }

        return utf8;
    }

    /// <summary>Whether a text, trimmed or not, is empty or one of the words for "missing".</summary>
    public bool IsMissing(ReadOnlySpan<char> text)
    {
        var trimmed = Trim(text);
        return trimmed.IsEmpty || (trimmed.Length <= _longest && _lookup.Contains(trimmed));
    }

    /// <inheritdoc cref="IsMissing(ReadOnlySpan{char})"/>
    /// <param name="utf8">UTF-8.</param>
    public bool IsMissing(ReadOnlySpan<byte> utf8)
    {
        var trimmed = Trim(utf8);
        if (trimmed.IsEmpty)
            return true;
        if (trimmed[0] < 128 && (_beginnings & (UInt128.One << trimmed[0])) == 0)
            return false;

        if (_allAreAscii && (trimmed.Length <= sizeof(ulong) || trimmed.Length > _longest) && Ascii.IsValid(trimmed))
            return trimmed.Length <= _longest && _short.AsSpan().Contains(Fold(trimmed));

        // A UTF-16 text is never longer in characters than in UTF-8 bytes, and at most three times shorter.
        if (trimmed.Length > 3 * _longest)
            return false;

        Span<char> text = stackalloc char[trimmed.Length];
        return _lookup.Contains(text[..Encoding.UTF8.GetChars(trimmed, text)]);
    }

    /// <summary>Up to eight bytes of ASCII as a number, the same for letters of either case.</summary>
    private static ulong Fold(ReadOnlySpan<byte> ascii)
    {
        ulong folded = 0;
        foreach (var value in ascii)
            folded = (folded << 8) | (char.IsAsciiLetterUpper((char)value) ? value | 0x20u : value);
        return folded;
    }

    private static bool IsPadding(char character) => character is <= ' ' or '\u00A0';
}
