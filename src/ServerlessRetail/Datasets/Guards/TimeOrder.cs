using ServerlessRetail.Datasets.PersonalData;

namespace ServerlessRetail.Datasets.Guards;

/// <summary>
/// A file with dates, split at random: rows of the same day are learned from and judged by, so that the metrics look
/// better than those of tomorrow will. The model itself is none the worse, therefore the guard only warns.
/// </summary>
internal sealed class TimeOrder : IGuard
{
    private const double MinDateShare = 0.9;

    /// <summary>Distinct dates from which a column is a time line.</summary>
    private const int MinDates = 20;

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        foreach (var schema in data.Schema.Columns)
        {
            if (schema.PersonalData is not null || schema.Role == ColumnRole.Label || !HoldsDates(data.Dataset.FindColumn(schema.Name)!))
                continue;
            yield return new GuardFinding(
                GuardNames.TimeOrder, schema.Name, $"The column {schema.Name} holds dates, and the rows were split at random: test rows are no later than the others.",
                "Expect somewhat worse metrics on later customers; compare the next upload's.", Blocks: false);
        }
    }

    private static bool HoldsDates(Column column)
    {
        if (column is not CodedColumn { DistinctCount: >= MinDates })
            return false;
        var sample = ColumnSample.Of(column);
        return sample.Share(text => CalendarDate.Find(text) is not null) >= MinDateShare;
    }
}
