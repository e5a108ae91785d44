using System.Globalization;

namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>Recognises dates well enough to order them by month; which of 3/4 is the day does not matter here.</summary>
internal static class CalendarDate
{
    private static readonly string[] Formats =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy", "yyyyMMdd", "d MMM yyyy", "d-MMM-yyyy", "MMM d yyyy", "d.M.yy", "M/d/yy", "d/M/yy",
    ];

    /// <param name="text">A cell; a time of day after the date is passed over.</param>
    /// <returns>The date; null where there is none between 1890 and 2100.</returns>
    public static DateOnly? Find(string text)
    {
        if (text.Length is < 6 or > 40)
            return null;
        var end = text.IndexOf('T', StringComparison.Ordinal) is > 7 and var t ? t : FindTime(text);
        var date = end > 0 ? text.AsSpan(0, end).TrimEnd() : text;
        return DateOnly.TryParseExact(date, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) && found.Year is > 1890 and < 2100
            ? found
            : null;
    }

    private static int FindTime(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? text.LastIndexOf(' ', colon) : -1;
}
