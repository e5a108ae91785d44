namespace ServerlessRetail.Datasets;

/// <summary>Reads the date at the start of a text as a pattern such as <c>dd.MM.yyyy</c> describes it.</summary>
internal sealed class DateTemplate(string pattern)
{
    private const int FirstYear = 1800;
    private const int LastYear = 2199;
    private const int LastTwoDigitYearOf2000 = 68;

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december",
    ];

    /// <summary>Without separators every part has all its digits; otherwise 3/4 is as good as 03/04.</summary>
    private readonly bool _fixedWidth = pattern.All(char.IsAsciiLetter);

    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="length">Characters that the date takes.</param>
    public bool TryParse(ReadOnlySpan<char> text, out int days, out int length)
    {
        (days, length) = (0, 0);
        var (year, month, day) = (0, 1, 1);
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            var run = 1;
            while (at + run < pattern.Length && pattern[at + run] == letter)
                run++;
            at += run;
            var isRead = letter switch
            {
                'y' => TryReadYear(text, run, ref length, out year),
                'M' when run == 3 => TryReadMonthName(text, ref length, out month),
                'M' => TryReadNumber(text, _fixedWidth ? 2 : 1, 2, ref length, out month),
                'd' => TryReadNumber(text, _fixedWidth ? 2 : 1, 2, ref length, out day),
                _ => TryReadMark(text, letter, ref length),
            };
            if (!isRead)
                return false;
        }

        // 1234-56-789 does not begin with a date.
        if (length < text.Length && char.IsAsciiLetterOrDigit(text[length]) && text[length] is not ('T' or 't'))
            return false;
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        days = new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return true;
    }

    private static bool TryReadYear(ReadOnlySpan<char> text, int digits, ref int at, out int year)
    {
        if (!TryReadNumber(text, digits, digits, ref at, out year))
            return false;
        if (digits == 2)
            year += year <= LastTwoDigitYearOf2000 ? 2000 : 1900;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, int fewest, int most, ref int at, out int number)
    {
        number = 0;
        var start = at;
        while (at < text.Length && at - start < most && char.IsAsciiDigit(text[at]))
            number = (10 * number) + (text[at++] - '0');
        return at - start >= fewest;
    }

    private static bool TryReadMonthName(ReadOnlySpan<char> text, ref int at, out int month)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiLetter(text[at]))
            at++;
        var name = text[start..at];
        month = 0;
        for (var i = 0; i < Months.Length && name.Length >= 3; i++)
        {
            if (Months[i].AsSpan().StartsWith(name, StringComparison.OrdinalIgnoreCase))
                month = i + 1;
        }

        if (at < text.Length && text[at] == '.')
            at++;
        return month > 0;
    }

    private static bool TryReadMark(ReadOnlySpan<char> text, char mark, ref int at)
    {
        if (mark == ',' && (at == text.Length || text[at] != ','))
            return true;
        if (at == text.Length || text[at] != mark)
            return false;
        at++;
        while (mark == ' ' && at < text.Length && text[at] == ' ')
            at++;
        return true;
    }
}
