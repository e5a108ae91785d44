namespace ServerlessRetail.Reports.Sections;

/// <summary>What the guards saw, and what became of it.</summary>
internal static class GuardsSection
{
    public static Markup Render(CardContent card)
    {
        var table = new CardTable("What the checks found", "Check", "Column", TableColumn.Word("Verdict"), "Finding", "What to do");
        foreach (var finding in card.Guards)
        {
            table.Row(
                [
                    Markup.Text(MetricInfo.Words(finding.Guard)),
                    finding.Column is null ? Markup.Text("the whole file") : Markup.Of($"<bdi>{finding.Column}</bdi>"),
                    Markup.Of($"{(finding.Overruled ? Markup.Of($"<span class=\"badge warn\">overruled</span>") : Markup.Text(finding.Blocks ? "stops the run" : "worth knowing"))}"),
                    Markup.Text(finding.Evidence),
                    Markup.Text(finding.Remedy),
                ],
                marked: finding.Overruled);
        }
        return table.IsEmpty
            ? Markup.Of($"<p>Leakage, rows that are there twice, imbalance, empty columns, order in time and the like were looked for; nothing was found.</p>")
            : Markup.Of($"<p>Before training, the file is searched for what would make these figures a lie. A finding that stops a run can be overruled in model.json, by somebody who knows better.</p>\n{table.Render()}");
    }
}
