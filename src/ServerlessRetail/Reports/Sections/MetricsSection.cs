using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>Every metric with its interval, beside guessing and the previous champion.</summary>
internal static class MetricsSection
{
    public static Markup Render(CardContent card)
    {
        var (hasIntervals, hasChampion) = (card.Metrics.Values.Any(metric => metric.Low is not null), card.Metrics.Values.Any(metric => metric.Champion is not null));
        var table = new CardTable(
            $"On {Count(card.Report.Rows.Test)} test customers",
            [
                "Metric", TableColumn.Number("This model"),
                .. hasIntervals ? [TableColumn.Number("95\u00A0% interval")] : Array.Empty<TableColumn>(),
                TableColumn.Number("Guessing"),
                .. hasChampion ? [TableColumn.Number("Previous champion")] : Array.Empty<TableColumn>(),
                "What it says",
            ]);
        foreach (var key in MetricInfo.InOrder(card.Metrics.Keys))
        {
            var (info, metric) = (MetricInfo.Of(key), card.Metrics[key]);
            table.Row([
                Markup.Text(info.Name),
                Markup.Of($"<b>{info.Format(metric.Value)}</b>"),
                .. hasIntervals ? [Interval(info, metric.Low, metric.High)] : Array.Empty<Markup>(),
                Markup.Text(info.Format(metric.Baseline)),
                .. hasChampion ? [Markup.Text(info.Format(metric.Champion))] : Array.Empty<Markup>(),
                Markup.Text(info.Meaning),
            ]);
        }

        return table.IsEmpty ? default : Markup.Of($"""
            <p>“Guessing” always answers what was usual among the customers that the model learned from.{(hasIntervals ? $" The true value lies in the interval in 95{'\u00A0'}% of cases like this; the fewer test customers, the wider it is." : "")}</p>
            {table.Render()}
            {Interval(card)}
            """);
    }

    /// <summary>What the intervals around predictions are worth, or why there are none.</summary>
    private static Markup Interval(CardContent card) => card switch
    {
        { Evaluation.Interval: { } interval } => Markup.Of($"<p>With each prediction comes an interval that is to hold the true value of {Percent(interval.Level)} of the customers. It does for {Percent(interval.Coverage, 1)} of the test customers (with 95\u00A0% certainty {Percent(interval.Low, 1)} to {Percent(interval.High, 1)} of all), and is {Amount(interval.MeanWidth)} wide on average.</p>"),
        { Report.Interval: { Level: null } none } => Markup.Of($"<p>Predictions come without an interval: {none.Why}</p>"),
        _ => default,
    };

    private static Markup Interval(MetricInfo info, double? low, double? high) =>
        Markup.Text(low is null || high is null ? None : $"{info.Format(low)} to {info.Format(high)}");
}
