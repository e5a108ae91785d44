using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.Quality;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>What the model must not be used for and when to train anew, as far as this file and these figures tell.</summary>
internal static class LimitsSection
{
    private const double MostlyMissing = 0.5;
    private const int NamedColumns = 5;

    public static Markup Render(CardContent card) => Markup.Of($"""
        <h3>What it must not be used for</h3>
        <ul>{Limits(card).Select(limit => Markup.Of($"<li>{limit}</li>"))}</ul>
        <h3>When to train anew</h3>
        <ul>{Renewals(card).Select(reason => Markup.Of($"<li>{reason}</li>"))}</ul>
        """);

    private static IEnumerable<Markup> Limits(CardContent card)
    {
        yield return Markup.Of($"Customers unlike those of <bdi>{card.Report.Dataset.Blob}</bdi>, for example of another country or shop: nothing here tells how good it is for them.");
        yield return Markup.Of($"Telling why something happens, or what would happen if a value were changed on purpose: it has learned what goes together, not what causes what.");

        var sensitive = card.Columns.Where(column => column.Role == ColumnRole.Feature && DataSection.IsSensitive(card, column.Name)).Select(column => column.Name).ToArray();
        yield return sensitive.Length > 0
            ? Markup.Of($"Decisions about credit, insurance, work, housing or health: it learns from {Names(sensitive)}, which nobody should be judged by.")
            : Markup.Of($"Decisions about credit, insurance, work, housing or health: it was not examined for them.");

        var rare = card.Evaluation.PerClass.Where(one => one.Rows < WarningsSection.FewOfAClass).Select(one => one.Class).ToArray();
        if (rare.Length > 0)
            yield return Markup.Of($"Relying on it where the class is {Names(rare)}: there were fewer than {WarningsSection.FewOfAClass} such test customers.");

        var empty = card.Columns.Where(column => column.Role == ColumnRole.Feature && column.Missing > MostlyMissing).Select(column => column.Name).ToArray();
        if (empty.Length > 0)
            yield return Markup.Of($"Conclusions from {Names(empty)}: missing for more than half of the customers.");
        if (card.Guards.Any(finding => finding.Guard == GuardNames.TimeOrder))
            yield return Markup.Of($"Promises about the future: the rows are ordered in time and the test rows are of the same time as the others, so the figures may be better than what comes.");
        if (card.Task == ModelTask.Regression)
            yield return Markup.Of($"Customers with numbers far beyond the ranges under “The data”: predictions there follow no experience.");
    }

    private static IEnumerable<Markup> Renewals(CardContent card)
    {
        yield return Markup.Of($"When prices, range, campaigns or customers have changed since {Date(card.Report.Dataset.UploadedAt)}: the model knows nothing that came later.");

        var drifted = card.Columns.Where(column => card.QualityOf(column.Name)?.Drift is { Level: not DriftLevel.None }).Select(column => column.Name).ToArray();
        if (drifted.Length > 0)
            yield return Markup.Of($"Soon: {Names(drifted)} changed since the champion's file, and what has moved may go on moving.");
        yield return Markup.Of($"When the quality report of a newer file shows major drift (an index of 0.25 or more) in a column that moves the answers.");
        if (card.PositiveRate is { } rate)
            yield return Markup.Of($"When the share of customers with <bdi>{card.Positive}</bdi> is no longer near {Percent(rate)}: probabilities rest on it.");
        if (card.Report.Rows.Test < WarningsSection.FewRows)
            yield return Markup.Of($"As soon as there are more customers to learn from.");
    }

    private static Markup Names(string[] names)
    {
        var list = Markup.Join(names.Take(NamedColumns).Select(name => Markup.Of($"<bdi>{name}</bdi>")), ", ");
        return names.Length > NamedColumns ? Markup.Of($"{list} and {Count(names.Length - NamedColumns)} more") : list;
    }
}
