using System.Buffers;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Keeps spreadsheets from running a customer's cell as a formula: an apostrophe goes before every cell that begins with
/// = + - or @, also of full width, and is not a plain number, and before every cell that begins with apostrophes and then
/// one of these, so that taking one apostrophe away again always gives back what was there.
/// </summary>
internal static class FormulaGuard
{
    private const byte Apostrophe = (byte)'\'';

    /// <summary>Writes a row's raw text with apostrophes where its cells begin, quoted or not, well-formed or not.</summary>
    public static void Write(ReadOnlySpan<byte> raw, byte delimiter, IBufferWriter<byte> output) => Rewrite(raw, delimiter, output, add: true);

    /// <summary>Writes one cell, in quotes where it needs them and with an apostrophe where a spreadsheet might run it.</summary>
    public static void WriteCell(ReadOnlySpan<byte> text, byte delimiter, IBufferWriter<byte> output)
    {
        var quotes = text.IndexOfAny([(byte)'"', (byte)'\r', (byte)'\n', delimiter]) >= 0;
        if (quotes)
            output.Write("\""u8);
        var padding = CountPadding(text);
        output.Write(text[..padding]);
        text = text[padding..];
        if (NeedsGuard(text, delimiter))
            output.Write([Apostrophe]);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            output.Write(text[..(quote + 1)]);
            output.Write("\""u8);
            text = text[(quote + 1)..];
        }

        output.Write(text);
        if (quotes)
            output.Write("\""u8);
    }

    /// <summary>Undoes <see cref="Write"/>.</summary>
    public static void WriteWithout(ReadOnlySpan<byte> raw, byte delimiter, IBufferWriter<byte> output) => Rewrite(raw, delimiter, output, add: false);

    /// <summary>Whether a cell's text, trimmed, has an apostrophe before it that <see cref="Write"/> would have put there.</summary>
    public static bool IsGuarded(ReadOnlySpan<byte> cell) => cell.Length > 1 && cell[0] == Apostrophe && IsTrigger(SkipApostrophes(cell));

    /// <summary>Whether a spreadsheet might run the text, trimmed, as a formula, or an apostrophe before it is its own.</summary>
    /// <param name="rest">A cell, and possibly more cells after it.</param>
    /// <param name="delimiter">The byte between two cells.</param>
    public static bool NeedsGuard(ReadOnlySpan<byte> rest, byte delimiter)
    {
        var cell = SkipApostrophes(rest);
        return IsTrigger(cell) && (cell.Length < rest.Length || !BeginsWithNumber(cell, delimiter));
    }

    private static void Rewrite(ReadOnlySpan<byte> raw, byte delimiter, IBufferWriter<byte> output, bool add)
    {
        var copied = 0;
        for (var i = 0; i < raw.Length;)
        {
            i = SkipPadding(raw, i, delimiter);
            var rest = raw[i..];
            if (add ? NeedsGuard(rest, delimiter) : IsGuarded(rest))
            {
                output.Write(raw[copied..i]);
                if (add)
                    output.Write([Apostrophe]);
                copied = add ? i : i + 1;
            }

            // What another program takes for the next cell may be one for us or not: every separator counts.
            var next = rest.IndexOfAny(delimiter, (byte)'\n', (byte)'\r');
            i = next < 0 ? raw.Length : i + next + 1;
        }

        output.Write(raw[copied..]);
    }

    private static int SkipPadding(ReadOnlySpan<byte> raw, int i, byte delimiter)
    {
        while (i < raw.Length && raw[i] != delimiter && (raw[i] <= ' ' || raw[i] == '"'))
            i++;
        return i;
    }

    /// <summary>Length of the spaces, tabs and control characters before a cell's text: a spreadsheet may pass over them.</summary>
    public static int CountPadding(ReadOnlySpan<byte> cell)
    {
        var padding = 0;
        while (padding < cell.Length && cell[padding] <= ' ')
            padding++;
        return padding;
    }

    private static bool IsTrigger(ReadOnlySpan<byte> cell) => !cell.IsEmpty && cell[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' || IsFullWidth(cell);

    /// <summary>A spreadsheet set to Japanese or Chinese takes these for the plain ones.</summary>
    private static bool IsFullWidth(ReadOnlySpan<byte> cell) =>
        cell.StartsWith("＝"u8) || cell.StartsWith("＋"u8) || cell.StartsWith("－"u8) || cell.StartsWith("＠"u8);

    private static ReadOnlySpan<byte> SkipApostrophes(ReadOnlySpan<byte> cell) => cell.TrimStart(Apostrophe);

    private static bool BeginsWithNumber(ReadOnlySpan<byte> cell, byte delimiter)
    {
        var end = cell.IndexOfAny([delimiter, (byte)'"', (byte)'\n', (byte)'\r']);
        var number = CellText.Trim(end < 0 ? cell : cell[..end]);
        return !float.IsNaN(NumberFormat.Point.Parse(number)) || !float.IsNaN(NumberFormat.Comma.Parse(number));
    }
}
