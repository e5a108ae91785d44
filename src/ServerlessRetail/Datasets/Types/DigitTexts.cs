namespace ServerlessRetail.Datasets;

/// <summary>
/// Whole numbers that are no amounts: dates such as 19970101, and codes that lose something as numbers, because they
/// begin with zeros or have more digits than a float holds.
/// </summary>
internal static class DigitTexts
{
    /// <summary>Beyond it a float skips whole numbers.</summary>
    private const long LargestExact = 1 << 24;

    private const double MinShare = 0.95;

    private static readonly DateFormat Dates = DateFormat.FromId("yyyyMMdd");

    /// <summary>Whether a column has to keep its texts although nearly all of them are numbers.</summary>
    /// <param name="values">Some of its distinct texts.</param>
    /// <param name="name">The column's name: where it says "id", numbers of any length are codes.</param>
    public static bool MustStay(ValueList values, string name)
    {
        var texts = Enumerable.Range(0, values.Count).Select(values.GetString).ToList();
        return texts.Count(text => !double.IsNaN(Dates.Parse(text))) >= MinShare * texts.Count
            || FindCodes(texts, texts.Count, new NameWords(name).IsId) is not null;
    }

    /// <returns>What makes the texts of a column codes, as the end of a sentence; null where they may be amounts.</returns>
    public static string? FindCodes(CodedColumn column) =>
        FindCodes(Enumerable.Range(0, column.DistinctCount).Select(column.GetValue), column.DistinctCount, isId: false);

    /// <summary>
    /// Codes have one length, and some begin with a zero or are too long. Amounts differ in length; those of the same
    /// length are mostly round.
    /// </summary>
    private static string? FindCodes(IEnumerable<string> texts, int count, bool isId)
    {
        var (misses, zeros, large, round, length) = (0, 0, 0, 0, 0);
        var isOneLength = true;
        foreach (var text in texts)
        {
            var digits = WithoutPoint(text);
            if (digits.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                if (++misses > (1 - MinShare) * count)
                    return null;
                continue;
            }

            isOneLength &= length == 0 || digits.Length == length;
            if (!isOneLength && !isId)
                return null;
            length = digits.Length;
            zeros += length > 1 && digits[0] == '0' ? 1 : 0;
            large += long.TryParse(digits, out var number) && number <= LargestExact ? 0 : 1;
            round += digits.EndsWith("00", StringComparison.Ordinal) ? 1 : 0;
        }

        return (zeros, large) switch
        {
            _ when length == 0 => null,
            ( > 0, _) => "some begin with a zero",
            (_, > 0) when isId || round < 0.5 * (count - misses) => "they have more digits than a number keeps",
            _ => null,
        };
    }

    /// <summary>A whole number that came through a table of floats: 17850.0.</summary>
    private static ReadOnlySpan<char> WithoutPoint(ReadOnlySpan<char> text) =>
        text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
}
