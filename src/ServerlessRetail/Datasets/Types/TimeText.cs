namespace ServerlessRetail.Datasets;

/// <summary>
/// Reads a time of day: <c>14:30</c>, <c>14:30:05</c>, <c>14:30:05.25</c>, <c>2:30 PM</c>, each possibly with
/// <c>Z</c> or an offset such as <c>+02:00</c>, <c>+0200</c> or <c>+02</c>.
/// </summary>
internal static class TimeText
{
    /// <param name="separator">Between hours, minutes and seconds; after a point all three must be there, else it is a number.</param>
    /// <param name="seconds">Seconds since midnight; with an offset in UTC, so possibly below 0 or above a day.</param>
    public static bool TryParse(ReadOnlySpan<char> text, char separator, out double seconds)
    {
        seconds = 0;
        var at = 0;
        if (!TryReadPart(text, ref at, 1, out var hour) || !TryReadMark(text, separator, ref at) || !TryReadPart(text, ref at, 2, out var minute))
            return false;
        var second = 0;
        if (TryReadMark(text, separator, ref at))
        {
            if (!TryReadPart(text, ref at, 2, out second))
                return false;
        }
        else if (separator == '.')
        {
            return false;
        }

        var fraction = separator == ':' ? ReadFraction(text, ref at) : 0;
        var rest = text[at..].TrimStart(' ');
        if (!TryReadHalfOfDay(ref rest, ref hour) || !TryReadOffset(rest, out var offset))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        seconds = (60 * ((60 * hour) + minute - offset)) + second + fraction;
        return true;
    }

    private static bool TryReadPart(ReadOnlySpan<char> text, ref int at, int fewest, out int number)
    {
        number = 0;
        var start = at;
        while (at < text.Length && at - start < 2 && char.IsAsciiDigit(text[at]))
            number = (10 * number) + (text[at++] - '0');
        return at - start >= fewest;
    }

    private static bool TryReadMark(ReadOnlySpan<char> text, char mark, ref int at)
    {
        if (at == text.Length || text[at] != mark)
            return false;
        at++;
        return true;
    }

    private static double ReadFraction(ReadOnlySpan<char> text, ref int at)
    {
        if (at + 1 >= text.Length || text[at] is not ('.' or ',') || !char.IsAsciiDigit(text[at + 1]))
            return 0;
        var (fraction, unit) = (0.0, 1.0);
        for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            fraction += (text[at] - '0') * (unit /= 10);
        return fraction;
    }

    private static bool TryReadHalfOfDay(ref ReadOnlySpan<char> rest, ref int hour)
    {
        var isMorning = rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase);
        if (!isMorning && !rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase))
            return true;
        rest = rest[2..].TrimStart(' ');
        if (hour is < 1 or > 12)
            return false;
        hour = (hour % 12) + (isMorning ? 0 : 12);
        return true;
    }

    /// <param name="offset">Minutes ahead of UTC.</param>
    private static bool TryReadOffset(ReadOnlySpan<char> rest, out int offset)
    {
        offset = 0;
        if (rest.IsEmpty || rest is "Z" or "z")
            return true;
        if (rest[0] is not ('+' or '-'))
            return false;
        var at = 1;
        if (!TryReadPart(rest, ref at, 2, out var hours))
            return false;
        var minutes = 0;
        TryReadMark(rest, ':', ref at);
        if (at < rest.Length && !TryReadPart(rest, ref at, 2, out minutes))
            return false;
        offset = (rest[0] == '-' ? -1 : 1) * ((60 * hours) + minutes);
        return at == rest.Length && hours <= 14 && minutes <= 59;
    }
}
