using System.Globalization;
using ExcelDataReader;

namespace ServerlessRetail.Datasets;

/// <summary>The value of a cell as the text that a CSV would have.</summary>
internal static class ExcelCell
{
    private const double LargestExactInteger = 1L << 53;

    // Serial day 0: the date of cells that hold only a time.
    private static readonly DateTime DayZero = new(1899, 12, 31);

    /// <returns>Trimmed; empty where the cell is empty or an error such as #N/A.</returns>
    public static string GetText(IExcelDataReader reader, int column) => reader.GetValue(column) switch
    {
        null => "",
        string text => IsError(text) ? "" : CellText.Trim(text.AsSpan()).ToString(),
        double number => Format(number),
        bool truth => truth ? "true" : "false",
        DateTime time => Format(time, reader.GetNumberFormatString(column)),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Format(double number) =>
        !double.IsFinite(number) ? ""
        : number == Math.Floor(number) && Math.Abs(number) <= LargestExactInteger ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    private static string Format(DateTime time, string? format)
    {
        // Excel counts days in a double: a time is exact to some microseconds, and meant to the second.
        time = time.AddTicks(TimeSpan.TicksPerMillisecond / 2);
        time = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
        var hasTime = time.TimeOfDay != TimeSpan.Zero || ShowsTime(format);
        var pattern = time.Millisecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fff";
        if (time.Date <= DayZero && hasTime)
            return time.ToString(pattern, CultureInfo.InvariantCulture);
        return time.ToString(hasTime ? $"yyyy-MM-dd'T'{pattern}" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static bool ShowsTime(string? format) => format is not null && format.AsSpan().IndexOfAny('h', 'H', 's') >= 0;

    private static bool IsError(string text) =>
        text is "#N/A" or "#DIV/0!" or "#REF!" or "#VALUE!" or "#NAME?" or "#NUM!" or "#NULL!" or "#GETTING_DATA" or "#SPILL!" or "#CALC!";
}
