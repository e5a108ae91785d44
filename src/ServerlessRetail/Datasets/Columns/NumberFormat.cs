using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>
/// How a column writes its numbers: decimal point or comma, with or without thousands separators, with a currency or
/// percent sign. Found once for a whole column, never for a cell, because <c>1,234</c> alone can mean two things. A
/// model stores the <see cref="Id"/> of each column's format and reads requests with it.
/// </summary>
public sealed class NumberFormat
{
    private const int LongestNumber = 64;

    private static readonly string[] CurrencySigns =
        ["$", "€", "£", "¥", "₹", "₩", "₽", "₺", "₴", "₪", "฿", "₫", "USD", "EUR", "GBP", "CHF", "JPY", "kr", "zł"];

    private static readonly byte[][] Currencies = [.. CurrencySigns.Select(Encoding.UTF8.GetBytes)];

    private readonly byte _mark;
    private readonly bool _grouped;
    private readonly byte[][] _signs;
    private readonly bool _signRequired;

    private NumberFormat(string id, char mark, bool grouped, byte[][] signs, bool signRequired)
    {
        Id = id;
        _mark = (byte)mark;
        _grouped = grouped;
        _signs = signs;
        _signRequired = signRequired;
    }

    /// <summary>Decimal point and nothing else: <c>-1234.5</c>, <c>1e-3</c>.</summary>
    public static NumberFormat Point { get; } = new("point", '.', false, [], false);

    /// <summary>Decimal comma and nothing else: <c>-1234,5</c>.</summary>
    public static NumberFormat Comma { get; } = new("comma", ',', false, [], false);

    /// <summary>Every format there is, the plain ones first.</summary>
    public static IReadOnlyList<NumberFormat> All { get; } = MakeAll();

    /// <summary>
    /// Stable name: <c>point</c> or <c>comma</c>, then <c>-grouped</c> with thousands separators, then <c>-currency</c>
    /// or <c>-percent</c>.
    /// </summary>
    public string Id { get; }

    /// <exception cref="ArgumentException">No format has this id.</exception>
    public static NumberFormat FromId(string id) =>
        All.FirstOrDefault(format => format.Id == id) ?? throw new ArgumentException($"There is no number format '{id}'.", nameof(id));

    /// <summary>
    /// Reads a number, correctly rounded. Spaces around it do not matter. A percentage is read as it stands: 12 % is 12.
    /// </summary>
    /// <param name="utf8">UTF-8.</param>
    /// <returns>The number; NaN where the text is none, or one too large for a float.</returns>
    public float Parse(ReadOnlySpan<byte> utf8) =>
        !_signRequired && FloatParser.TryParseShort(utf8, _mark, out var number) ? number : ParseAny(utf8);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    /// <param name="buffer">Holds the text and at least eight more bytes after it.</param>
    /// <param name="start">Where the text starts.</param>
    /// <param name="length">Its length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float Parse(byte[] buffer, int start, int length) =>
        (uint)(length - 1) < FloatParser.LongestWord && !_signRequired
        && FloatParser.TryParseWord(Unsafe.ReadUnaligned<ulong>(ref buffer[start]), length, _mark, out var number)
            ? number
            : Parse(buffer.AsSpan(start, length));

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    /// <param name="text">The text.</param>
    public float Parse(ReadOnlySpan<char> text)
    {
        text = CellText.Trim(text);
        if (text.Length > LongestNumber)
            return float.NaN;
        Span<byte> utf8 = stackalloc byte[3 * LongestNumber];
        return Parse(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    /// <summary>False where no text that begins like this is a number.</summary>
    /// <param name="beginning">UTF-8, trimmed; possibly empty.</param>
    internal bool MayBegin(ReadOnlySpan<byte> beginning) =>
        beginning.IsEmpty || _signs.Length > 0 || !char.IsAsciiLetter((char)beginning[0]);

    public override string ToString() => Id;

    private static NumberFormat[] MakeAll()
    {
        List<NumberFormat> formats = [Point, Comma, Make('.', true, ""), Make(',', true, "")];
        foreach (var sign in (string[])["-currency", "-percent"])
            formats.AddRange([Make('.', false, sign), Make(',', false, sign), Make('.', true, sign), Make(',', true, sign)]);
        return [.. formats];

        static NumberFormat Make(char mark, bool grouped, string sign) => new(
            (mark == '.' ? "point" : "comma") + (grouped ? "-grouped" : "") + sign,
            mark,
            grouped,
            sign switch { "-currency" => Currencies, "-percent" => [[(byte)'%']], _ => [] },
            // A column that mixes 12% and 0.12 must not read both as they stand.
            signRequired: sign == "-percent");
    }

    private float ParseAny(ReadOnlySpan<byte> utf8)
    {
        var text = CellText.Trim(utf8);
        if (text.Length is 0 or > LongestNumber || !MayBegin(text))
            return float.NaN;

        var sign = TakePlusOrMinus(ref text);
        if (_signs.Length > 0)
        {
            if (!TakeSign(ref text) && _signRequired)
                return float.NaN;
            sign = sign == 0 ? TakePlusOrMinus(ref text) : sign;
        }

        Span<byte> plain = stackalloc byte[LongestNumber];
        return Simplify(text, plain, out var length) ? FloatParser.Parse(plain[..length], sign < 0) : float.NaN;
    }

    private static int TakePlusOrMinus(ref ReadOnlySpan<byte> text)
    {
        // The minus sign of typographers, U+2212, comes out of word processors.
        var (sign, width) = text.StartsWith("-"u8) ? (-1, 1) : text.StartsWith("\u2212"u8) ? (-1, 3) : text.StartsWith("+"u8) ? (1, 1) : (0, 0);
        text = text[width..];
        return sign;
    }

    private bool TakeSign(ref ReadOnlySpan<byte> text)
    {
        foreach (var sign in _signs)
        {
            if (text.StartsWith(sign))
                text = CellText.Trim(text[sign.Length..]);
            else if (text.EndsWith(sign))
                text = CellText.Trim(text[..^sign.Length]);
            else
                continue;
            return true;
        }

        return false;
    }

    /// <summary>Copies digits, decimal mark (as a point) and exponent; leaves out thousands separators that stand right.</summary>
    private bool Simplify(ReadOnlySpan<byte> text, Span<byte> plain, out int length)
    {
        length = 0;
        var whole = text.IndexOf(_mark);
        var rest = whole < 0 ? [] : text[whole..];
        whole = whole < 0 ? text.Length : whole;
        if (_grouped && !TakeGroups(text[..whole], plain, ref length))
            return false;
        if (!_grouped)
            rest = text;

        foreach (var character in rest)
        {
            var isPoint = character == _mark;
            if (!isPoint && !char.IsAsciiDigit((char)character) && character is not ((byte)'e' or (byte)'E' or (byte)'+' or (byte)'-'))
                return false;
            plain[length++] = isPoint ? (byte)'.' : character;
        }

        return length > 0;
    }

    private bool TakeGroups(ReadOnlySpan<byte> whole, Span<byte> plain, ref int length)
    {
        var separator = 0;
        var sinceSeparator = 0;
        for (var i = 0; i < whole.Length; i++)
        {
            if (char.IsAsciiDigit((char)whole[i]))
            {
                plain[length++] = whole[i];
                sinceSeparator++;
                continue;
            }

            var (found, width) = SeparatorAt(whole[i..]);
            var first = separator == 0;
            // 0,757 is no thousand: a first group has one to three digits and does not begin with zero.
            if (width == 0 || (first ? sinceSeparator is 0 or > 3 || plain[0] == '0' : found != separator || sinceSeparator != 3))
                return false;
            separator = found;
            sinceSeparator = 0;
            i += width - 1;
        }

        return separator == 0 || sinceSeparator == 3;
    }

    private (int Separator, int Width) SeparatorAt(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)',' or (byte)'.' or (byte)' ' or (byte)'\'')
            return text[0] == _mark ? (0, 0) : (text[0], 1);
        if (text.StartsWith("\u00A0"u8))
            return (0xA0, 2);
        return text.StartsWith("\u202F"u8) || text.StartsWith("\u2019"u8) ? (0x2000 + text[2], 3) : (0, 0);
    }
}
