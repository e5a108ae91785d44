using ServerlessRetail.Models.Reporting;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>What follows from the threshold, and from others.</summary>
internal static class DecisionsSection
{
    public static Markup Render(CardContent card)
    {
        if (card.Chosen is not { } chosen)
            return default;
        var all = Math.Max(1, chosen.Tp + chosen.Fp + chosen.Tn + chosen.Fn);
        return Markup.Of($"""
            <p>A customer is picked, decided to be <bdi>{card.Positive}</bdi>, from a probability of <b>{Percent(chosen.Threshold, 1)}</b> on. Of 1,000 customers like the test customers that means:</p>
            {Confusion(card, chosen, 1000.0 / all)}
            {Thresholds(card)}
            """);
    }

    private static Markup Confusion(CardContent card, ThresholdDecisions chosen, double factor)
    {
        var (positive, negative) = (card.Report.Label.Positive ?? "positive", card.Report.Label.Negative ?? "negative");
        return new CardTable(
            "Decisions against the truth, of 1,000 customers",
            "Really", TableColumn.Number("Picked"), TableColumn.Number("Not picked"), TableColumn.Number("Together"))
            .Row([Markup.Of($"<bdi>{positive}</bdi>"), Cell(chosen.Tp, "right"), Cell(chosen.Fn, "missed"), Cell(chosen.Tp + chosen.Fn)])
            .Row([Markup.Of($"<bdi>{negative}</bdi>"), Cell(chosen.Fp, "false alarm"), Cell(chosen.Tn, "right"), Cell(chosen.Fp + chosen.Tn)])
            .Row([Markup.Text("Together"), Cell(chosen.Tp + chosen.Fp), Cell(chosen.Fn + chosen.Tn), Cell(chosen.Tp + chosen.Fp + chosen.Tn + chosen.Fn)])
            .Render();

        Markup Cell(int rows, string? what = null) => Markup.Of(
            $"{Count(Math.Round(rows * factor))}{(what is null ? default : Markup.Of($" <span class=\"cell-note\">{what}</span>"))}");
    }

    private static Markup Thresholds(CardContent card)
    {
        var hasCosts = card.Evaluation.Thresholds.Any(threshold => threshold.Cost is not null);
        var table = new CardTable(
            "Other thresholds, on the test customers",
            [
                "Threshold", TableColumn.Number("Picked"), TableColumn.Number("Precision"), TableColumn.Number("Recall"), TableColumn.Number("F1"),
                .. hasCosts ? [TableColumn.Number("Cost a customer")] : Array.Empty<TableColumn>(),
                TableColumn.Number("Rightly picked"), TableColumn.Number("False alarms"), TableColumn.Number("Missed"),
            ]);
        foreach (var threshold in card.Evaluation.Thresholds)
        {
            table.Row(
                [
                    Markup.Of($"{Percent(threshold.Threshold, 1)}{(threshold.Chosen ? Markup.Of($" <span class=\"badge\">chosen</span>") : default)}"),
                    Markup.Text(Percent(threshold.Selected, 1)),
                    Markup.Text(Percent(threshold.Precision, 1)),
                    Markup.Text(Percent(threshold.Recall, 1)),
                    Markup.Text(Metric(threshold.F1)),
                    .. hasCosts ? [Markup.Text(Amount(threshold.Cost))] : Array.Empty<Markup>(),
                    Markup.Text(Count(threshold.Tp)),
                    Markup.Text(Count(threshold.Fp)),
                    Markup.Text(Count(threshold.Fn)),
                ],
                marked: threshold.Chosen);
        }
        return table.IsEmpty ? default : Markup.Of($"""
            <h3>If the threshold were another</h3>
            <p>A lower threshold finds more and errs more often; a higher one errs less and misses more.{(hasCosts ? " The cost is that of the wrong decisions, in the unit of model.json." : "")}</p>
            {table.Render()}
            """);
    }
}
