using ServerlessRetail.Models.Reporting;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>Which candidates there were, why this one, and how its answers were calibrated.</summary>
internal static class SelectionSection
{
    public static Markup Render(CardContent card) => Markup.Join([Selection(card.Report.Selection), Calibration(card.Report.Calibration)]);

    private static Markup Selection(SelectionReport? selection)
    {
        if (selection is null)
            return default;
        var metric = MetricInfo.Of(selection.Metric);
        var better = metric.HigherIsBetter switch { true => "higher is better", false => "lower is better", _ => "" };
        return Markup.Of($"""
            <p><b>{MetricInfo.Words(selection.Chosen)}</b> was chosen. {selection.Why} Candidates were compared by {metric.Name}{(better.Length > 0 ? $" ({better})" : "")}, {selection.Folds}, on the training rows alone.</p>
            {Candidates(selection, metric)}
            {Blend(selection.Blend)}
            """);
    }

    private static Markup Candidates(SelectionReport selection, MetricInfo metric)
    {
        var table = new CardTable(
            "Candidates, in the order in which they were tried",
            "Method", "Settings", TableColumn.Number(metric.Name), TableColumn.Number("± standard error"), TableColumn.Number("Rounds"), TableColumn.Number("Folds"), "How far it came");
        foreach (var candidate in selection.Candidates)
        {
            var parameters = candidate.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
                .Select(parameter => Markup.Of($"{parameter.Key} {Plain(parameter.Value)}"));
            table.Row([
                Markup.Text(MetricInfo.Words(candidate.Trainer)),
                Markup.Join(parameters, ", "),
                Markup.Text(metric.Format(candidate.Score?.Mean)),
                Markup.Text(candidate.Score is { } score && candidate.Folds > 1 ? Amount(Math.Round(score.StandardError, 5)) : None),
                Markup.Text(candidate.Rounds > 0 ? Count(candidate.Rounds) : None),
                Markup.Text(Count(candidate.Folds)),
                Markup.Of($"{State(candidate.State)}{(candidate.Reason is { } reason ? Markup.Of($"<span class=\"cell-note\">{reason}</span>") : default)}"),
            ]);
        }
        return table.Render();
    }

    private static string State(CandidateState state) => state switch
    {
        CandidateState.Finished => "to the end",
        CandidateState.Stopped => "stopped early",
        _ => "failed",
    };

    private static Markup Blend(IReadOnlyList<BlendPart> parts)
    {
        if (parts.Count < 2)
            return default;
        var table = new CardTable("What is blended", "Method", TableColumn.Number("Weight"));
        foreach (var part in parts)
            table.Row([Markup.Text(MetricInfo.Words(part.Trainer)), Markup.Text(Percent(part.Weight, 1))]);
        return table.Render();
    }

    private static Markup Calibration(CalibrationReport? calibration)
    {
        if (calibration is null)
            return default;
        var table = new CardTable(
            $"On {Count(calibration.Rows)} customers of the training rows, by models that had not seen them; 0 is best", "", TableColumn.Number("Before"), TableColumn.Number("After"));
        if (calibration is { Before: { } before, After: { } after })
        {
            table
                .Row([Markup.Text("Expected calibration error"), Markup.Text(Percent(before.Ece, 2)), Markup.Text(Percent(after.Ece, 2))])
                .Row([Markup.Text("Brier score"), Markup.Text(Amount(Math.Round(before.Brier, 4))), Markup.Text(Amount(Math.Round(after.Brier, 4)))])
                .Row([Markup.Text("Log loss"), Markup.Text(Amount(Math.Round(before.LogLoss, 4))), Markup.Text(Amount(Math.Round(after.LogLoss, 4)))]);
        }
        return Markup.Of($"""
            <h3>Calibration</h3>
            <p>Method: <b>{MetricInfo.Words(calibration.Method)}</b>. {calibration.Why}</p>
            {table.Render()}
            """);
    }
}
