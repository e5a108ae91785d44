using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>
/// A date as its age in days before the latest date of the training rows, scaled, and one-hot weekday, month and hour,
/// each where it varies; and a slot that says "was missing" where that carries signal. A time of day has its hour only.
/// </summary>
/// <param name="Format">Id of the <see cref="DateFormat"/> in which the training file wrote the column.</param>
/// <param name="Earliest">First day of the training rows, in days since 1970-01-01.</param>
/// <param name="Latest">Last day of the training rows: ages count back from it.</param>
/// <param name="Fill">The age that a missing cell counts as: the training rows' median.</param>
/// <param name="Age">How the age is scaled; null: it has no slot.</param>
public sealed record DateFeature(
    string Name, string Format, float Earliest, float Latest, float Fill, NumberScaling? Age, DateParts Parts, bool FlagsMissing) : FeatureColumn(Name)
{
    private const int Weekdays = 7;
    private const int Months = 12;
    private const int Hours = 24;
    private const double SecondsPerDay = 86_400;

    private readonly DateFormat _format = DateFormat.FromId(Format);

    public override int Width =>
        Flag(Age is not null) + (Weekdays * Flag(Has(DateParts.Weekday))) + (Months * Flag(Has(DateParts.Month))) + (Hours * Flag(Has(DateParts.Hour))) + Flag(FlagsMissing);

    public override string Expected => $"{(_format.IsTimeOnly ? "a time" : "a date")}, for example \"{_format.Format(_format.IsTimeOnly ? 0.75 : Latest)}\"";

    /// <summary>The day, in days since 1970-01-01, and the seconds since its midnight: one float would be up to 84 seconds off.</summary>
    public override int CellWidth => 2;

    /// <summary>Reads a date written as in the training file or, since no other format takes it for another day, as ISO 8601 writes one.</summary>
    public override bool TryReadText(ReadOnlySpan<char> text, Span<float> cells)
    {
        var moment = _format.Parse(text);
        if (double.IsNaN(moment) && !_format.IsTimeOnly)
            moment = DateFormat.Iso.Parse(text);
        var day = Math.Floor(moment);
        cells[0] = (float)day;
        cells[1] = (float)Math.Min(Math.Round((moment - day) * SecondsPerDay), SecondsPerDay - 1);
        return !double.IsNaN(moment);
    }

    public override void Encode(ReadOnlySpan<float> cells, Span<float> slots)
    {
        slots.Clear();
        var day = cells[0];
        var missing = float.IsNaN(day);
        var at = 0;
        if (Age is not null)
            slots[at++] = Age.Apply(missing ? Fill : Latest - day);
        if (Has(DateParts.Weekday))
            at = Mark(slots, at, Weekdays, missing ? -1 : WeekdayOf(day));
        if (Has(DateParts.Month))
            at = Mark(slots, at, Months, missing ? -1 : MonthOf(day));
        if (Has(DateParts.Hour))
            at = Mark(slots, at, Hours, missing ? -1 : HourOf(cells[1]));
        if (FlagsMissing)
            slots[at] = missing ? 1 : 0;
    }

    /// <summary>A day as the training file writes it.</summary>
    internal string Describe(float day) => _format.Format(day);

    /// <summary>0 is Sunday.</summary>
    internal static int WeekdayOf(float day) => (int)DateTime.UnixEpoch.AddDays(day).DayOfWeek;

    /// <summary>0 is January.</summary>
    internal static int MonthOf(float day) => DateTime.UnixEpoch.AddDays(day).Month - 1;

    internal static int HourOf(float seconds) => (int)(seconds / 3600);

    private static int Mark(Span<float> slots, int at, int count, int index)
    {
        if (index >= 0)
            slots[at + index] = 1;
        return at + count;
    }

    private bool Has(DateParts part) => Parts.HasFlag(part);

    private static int Flag(bool value) => value ? 1 : 0;
}

/// <summary>Parts of a date that have slots.</summary>
[Flags]
public enum DateParts
{
    None = 0,
    Weekday = 1,
    Month = 2,
    Hour = 4,
}
