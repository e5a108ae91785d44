using System.Globalization;

namespace ServerlessRetail.Reports;

/// <summary>How numbers are written for people: the same in every culture, with no more digits than matter.</summary>
internal static class CardNumbers
{
    /// <summary>For what cannot be told.</summary>
    public const string None = "–";

    private const char NoBreakSpace = '\u00A0';

    /// <summary>With commas between thousands.</summary>
    public static string Count(double value) => Format(value, "#,0");

    /// <summary>A share, 0 to 1, in percent with as many decimals as asked for.</summary>
    public static string Percent(double? share, int decimals = 0) => share is { } value && double.IsFinite(value)
        ? Format(100 * value, "0." + new string('0', decimals)) + NoBreakSpace + "%"
        : None;

    /// <summary>A metric without unit, to three decimals.</summary>
    public static string Metric(double? value) => Format(value, "0.000");

    /// <summary>A quantity in a unit of its own, to about four significant digits.</summary>
    public static string Amount(double? value) => value is { } number ? Format(number, AmountFormat(Math.Abs(number))) : None;

    public static string Signed(double? value, Func<double?, string> format) =>
        value is > 0 ? "+" + format(value) : format(value);

    /// <summary>An identifier or setting as it is, for example a hyper-parameter.</summary>
    public static string Plain(double value) => Format(value, "0.#######");

    /// <summary>A place in a drawing.</summary>
    public static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) is "-0" ? "0" : value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string AmountFormat(double size) => size switch
    {
        >= 1e15 => "0.###e0",
        >= 1000 => "#,0",
        >= 100 => "0.#",
        >= 10 => "0.##",
        >= 0.001 or 0 => "0.####",
        _ => "0.##e0",
    };

    private static string Format(double? value, string format)
    {
        if (value is not { } number || !double.IsFinite(number))
            return None;
        var text = number.ToString(format, CultureInfo.InvariantCulture);

        // What rounds to nothing has no sign, and a sign is a minus, not a hyphen.
        return text.AsSpan().ContainsAnyExcept("-0.,") ? text.Replace('-', '\u2212') : text.TrimStart('-');
    }
}
