using System.Globalization;

namespace ServerlessRetail.Datasets;

/// <summary>
/// How a column writes its dates. Found once for a whole column, never for a cell, because <c>03/04/2026</c> alone can
/// mean two days. A model stores the <see cref="Id"/> of each date column's format and reads requests with it.
/// </summary>
public sealed class DateFormat
{
    /// <summary>Days from Excel's day 0, 1899-12-30, to 1970-01-01.</summary>
    private const int ExcelEpoch = 25_569;

    private const double SecondsPerDay = 86_400;

    private static readonly string[] Dates =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "yyyy-MM",
        "dd.MM.yyyy", "dd-MM-yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "MM-dd-yyyy",
        "dd.MM.yy", "dd-MM-yy", "dd/MM/yy", "MM/dd/yy", "MM-dd-yy",
        "dd MMM yyyy", "dd-MMM-yyyy", "dd MMM yy", "dd-MMM-yy", "MMM dd, yyyy",
    ];

    private readonly DateTemplate? _date;

    private DateFormat(string id, DateTemplate? date)
    {
        Id = id;
        _date = date;
    }

    /// <summary>Year, month, day with hyphens, ISO 8601: what every client can write.</summary>
    public static DateFormat Iso { get; } = new(Dates[0], new DateTemplate(Dates[0]));

    /// <summary>Days since 1899-12-30, as spreadsheets store dates.</summary>
    public static DateFormat Excel { get; } = new("excel", null);

    /// <summary>Every format there is. Of formats that fit a column equally well the first is taken, but see <see cref="DateFormatChoice"/>.</summary>
    public static IReadOnlyList<DateFormat> All { get; } =
    [
        Iso,
        .. Dates.Skip(1).Select(id => new DateFormat(id, new DateTemplate(id))),
        new("HH:mm:ss", null), new("HH.mm.ss", null), Excel,
    ];

    /// <summary>
    /// Stable name, in the notation of .NET: for example <c>dd.MM.yyyy</c>; <c>HH:mm:ss</c> and <c>HH.mm.ss</c> are
    /// times without a date, <c>excel</c> counts days.
    /// </summary>
    public string Id { get; }

    /// <summary>Whether this is a time of day without a date: then <see cref="Parse"/> gives 0 to below 1.</summary>
    public bool IsTimeOnly => Id[0] == 'H';

    /// <exception cref="ArgumentException">No format has this id.</exception>
    public static DateFormat FromId(string id) =>
        All.FirstOrDefault(format => format.Id == id) ?? throw new ArgumentException($"There is no date format '{id}'.", nameof(id));

    /// <summary>
    /// Reads a date of the years 1800 to 2199, with or without a time after it (<c>T14:30</c>, <c> 2:30 PM</c>,
    /// <c>T14:30:00Z</c>, <c> 14:30:00.5+02:00</c>); a time with an offset is taken to UTC. Of years in two digits
    /// 00 to 68 are 2000 to 2068 and 69 to 99 are 1969 to 1999, as POSIX reads them.
    /// </summary>
    /// <returns>Days since 1970-01-01 with the time as a fraction; NaN where the text is no date in this format.</returns>
    public double Parse(ReadOnlySpan<char> text)
    {
        text = CellText.Trim(text);
        if (this == Excel)
            return ParseSerial(text);
        if (_date is null)
            return TimeText.TryParse(text, Id[2], out var time) ? time / SecondsPerDay : double.NaN;
        if (!_date.TryParse(text, out var days, out var length))
            return double.NaN;

        var rest = text[length..];
        if (rest.IsEmpty)
            return days;
        if (rest[0] is not ('T' or 't' or ' ') || !TimeText.TryParse(rest[1..].Trim(' '), ':', out var seconds))
            return double.NaN;
        return ((days * SecondsPerDay) + seconds) / SecondsPerDay;
    }

    /// <summary>Writes a date so that <see cref="Parse"/> gives it back, to the second; midnight is left out.</summary>
    /// <param name="days">Days since 1970-01-01 in the years that <see cref="Parse"/> takes; 1969 to 2068 where years have two digits.</param>
    public string Format(double days)
    {
        if (this == Excel)
            return (days + ExcelEpoch).ToString("R", CultureInfo.InvariantCulture);
        var moment = DateTime.UnixEpoch.AddSeconds(Math.Round(days * SecondsPerDay));
        if (_date is null)
            return moment.ToString(Id, CultureInfo.InvariantCulture);
        var date = moment.ToString(Id, CultureInfo.InvariantCulture);
        return moment.TimeOfDay == TimeSpan.Zero ? date : date + moment.ToString(" HH:mm:ss", CultureInfo.InvariantCulture);
    }

    public override string ToString() => Id;

    // Through a float like every number of a file, so that a column stored as numbers gives the same days.
    private static double ParseSerial(ReadOnlySpan<char> text) => FromSerial(NumberFormat.Point.Parse(text));

    /// <summary>Days since 1970-01-01 of a spreadsheet's day number; NaN outside of the years 1900 to 2199.</summary>
    internal static double FromSerial(float serial) => serial is >= 61 and < 109_940 ? (double)serial - ExcelEpoch : double.NaN;
}
