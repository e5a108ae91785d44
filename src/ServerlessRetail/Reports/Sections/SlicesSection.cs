using ServerlessRetail.Models.Reporting;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>How the model does on groups of customers; first those that nobody should be judged by.</summary>
internal static class SlicesSection
{
    /// <summary>The "four-fifths rule" of the US Uniform Guidelines on Employee Selection Procedures, 1978.</summary>
    private const double FourFifths = 0.8;

    public static Markup Render(CardContent card)
    {
        var slices = card.Evaluation.Slices.Where(slice => !card.IsPrivate(slice.Column)).ToArray();
        var (sensitive, others) = (slices.Where(slice => slice.Sensitive).ToArray(), slices.Where(slice => !slice.Sensitive).ToArray());
        if (slices.Length == 0)
            return default;
        return Markup.Of($"""
            <p>The same model on some of the test customers at a time, groups of 30 or more. A marked group is served worse than all customers, by more than chance explains.</p>
            {Part("Sensitive columns", "Groups by sensitive columns", card, sensitive)}
            {SelectionRates(sensitive)}
            {Part("Other columns", "Groups by other columns", card, others)}
            """);
    }

    internal static Markup Value(SliceReport slice) => slice.Value is null ? Markup.Of($"missing") : Markup.Of($"<bdi>{slice.Value}</bdi>");

    private static Markup Part(string heading, string caption, CardContent card, SliceReport[] slices)
    {
        if (slices.Length == 0)
            return default;
        var keys = MetricInfo.InOrder(slices.SelectMany(slice => slice.Metrics.Keys)).ToArray();
        var table = new CardTable(caption, ["Group", TableColumn.Number("Customers"), .. keys.Select(key => TableColumn.Number(MetricInfo.Of(key).Name))]);
        table.Row([Markup.Text("All test customers"), Markup.Text(Count(card.Report.Rows.Test)), .. keys.Select(key => Markup.Text(MetricInfo.Of(key).Format(OfAll(card, key))))]);
        foreach (var slice in slices)
        {
            var (badge, note) = slice.Worse
                ? (Markup.Of($" <span class=\"badge warn\">worse</span>"), Markup.Of($"<span class=\"cell-note\">{slice.Note}</span>"))
                : default;
            table.Row(
                [
                    Markup.Of($"<bdi>{slice.Column}</bdi>: {Value(slice)}{badge}{note}"),
                    Markup.Text(Count(slice.Rows)),
                    .. keys.Select(key => Markup.Text(MetricInfo.Of(key).Format(slice.Metrics.TryGetValue(key, out var value) ? value : null))),
                ],
                marked: slice.Worse);
        }
        return Markup.Of($"<h3>{heading}</h3>\n{table.Render()}");
    }

    private static double? OfAll(CardContent card, string key) => key switch
    {
        SliceMetricNames.PositiveRate => card.PositiveRate,
        SliceMetricNames.SelectionRate => card.Chosen?.Selected,
        _ => card.Metrics.TryGetValue(key, out var metric) ? metric.Value : null,
    };

    private static Markup SelectionRates(SliceReport[] slices)
    {
        var ratios =
            from slice in slices
            where slice.Metrics.ContainsKey(SliceMetricNames.SelectionRate)
            group slice.Metrics[SliceMetricNames.SelectionRate] by slice.Column into rates
            where rates.Count() > 1 && rates.Max() > 0
            let ratio = rates.Min() / rates.Max()
            select Markup.Of($"<li><bdi>{rates.Key}</bdi>: the group picked least often is picked {Percent(ratio)} as often as the one picked most{(ratio < FourFifths ? ", less than four fifths: ask whether that is justified" : "")}.</li>");
        var list = Markup.Join(ratios);
        return list.IsEmpty ? default : Markup.Of($"<p>How evenly customers are picked:</p>\n<ul>{list}</ul>");
    }
}
