using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>Learns a <see cref="DateFeature"/> from the training rows of a column.</summary>
internal static class DateLearner
{
    public static DateFeature? Learn(Column column, string format, IReadOnlyList<int> rows, SlotScaling scaling)
    {
        // Reads like the feature that it becomes.
        var reader = new DateFeature(column.Name, format, 0, 0, 0, null, DateParts.None, FlagsMissing: true);
        var cells = new CellSource(column, reader);
        Span<float> cell = stackalloc float[reader.CellWidth];
        var days = new List<float>(rows.Count);
        var seen = (Weekdays: 0, Months: 0, Hours: 0);
        foreach (var row in rows)
        {
            cells.Read(row, cell);
            var (day, seconds) = (cell[0], cell[1]);
            if (float.IsNaN(day))
                continue;
            days.Add(day);
            seen.Weekdays |= 1 << DateFeature.WeekdayOf(day);
            seen.Months |= 1 << DateFeature.MonthOf(day);
            seen.Hours |= 1 << DateFeature.HourOf(seconds);
        }

        if (days.Count == 0)
            return null;
        days.Sort();
        var parts = Part(DateParts.Weekday, seen.Weekdays) | Part(DateParts.Month, seen.Months) | Part(DateParts.Hour, seen.Hours);
        var missing = rows.Count - days.Count;
        var flagsMissing = FeatureLearner.FlagsMissing(missing, rows.Count);
        var latest = days[^1];
        float[] ages = [.. days.Select(day => latest - day).Reverse()];
        var fill = ages[ages.Length / 2];
        var age = NumberScaling.Learn(ages, fill, missing, scaling);
        return age is null && parts == DateParts.None && !flagsMissing
            ? null
            : new DateFeature(column.Name, format, days[0], latest, fill, age, parts, flagsMissing);
    }

    /// <summary>A part has slots if it varies: a time of day has no weekday, and a date without times no hour.</summary>
    private static DateParts Part(DateParts part, int seen) => int.PopCount(seen) > 1 ? part : DateParts.None;
}
