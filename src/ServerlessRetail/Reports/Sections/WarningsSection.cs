using ServerlessRetail.Datasets.PersonalData;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>What somebody who relies on the model has to know first.</summary>
internal static class WarningsSection
{
    /// <summary>Test rows below which figures are rough; for a class, its share of them.</summary>
    internal const int FewRows = 200;
    internal const int FewOfAClass = 50;

    private const double MuchQuarantined = 0.05;
    private const double BadlyCalibrated = 0.05;

    public static Markup Render(CardContent card)
    {
        var warnings = Warnings(card).Select(warning => Markup.Of($"<li>{warning}</li>")).ToArray();
        return warnings.Length == 0
            ? Markup.Of($"<aside class=\"box good\" aria-labelledby=\"warnings-head\"><h2 id=\"warnings-head\">No warnings</h2><p>Nothing was seen that speaks against these figures.</p></aside>")
            : Markup.Of($"<aside class=\"box\" aria-labelledby=\"warnings-head\"><h2 id=\"warnings-head\">{(warnings.Length == 1 ? "One warning" : $"{Count(warnings.Length)} warnings")}</h2><ul>{warnings}</ul></aside>");
    }

    private static IEnumerable<Markup> Warnings(CardContent card)
    {
        foreach (var finding in card.Guards.Where(finding => finding.Overruled))
            yield return Markup.Of($"The check {MetricInfo.Words(finding.Guard)} was overruled in model.json: {finding.Evidence} The figures below may be better than the truth.");
        foreach (var finding in card.PersonalData.Where(finding => finding.Kept))
            yield return Markup.Of($"The model learns from <bdi>{finding.Column}</bdi>, which holds data about persons.");
        if (card.Report.Selection is { BudgetUsedUp: true })
            yield return Markup.Of($"The time allowed for training was used up, so not every candidate was tried to the end.");
        foreach (var warning in card.Warnings.Where(warning => !IsToldElsewhere(card, warning.Code)))
            yield return Markup.Of($"{warning.Detail}");
        foreach (var warning in OfFigures(card))
            yield return warning;
        foreach (var slice in card.Evaluation.Slices.Where(slice => slice.Worse && !card.IsPrivate(slice.Column)))
        {
            yield return Markup.Of(
                $"It serves the {Count(slice.Rows)} test customers with <bdi>{slice.Column}</bdi> {SlicesSection.Value(slice)} worse than the others.{(slice.Note is { } note ? " " + note : "")}");
        }
    }

    private static IEnumerable<Markup> OfFigures(CardContent card)
    {
        var (rows, chosen) = (card.Report.Rows, card.Chosen);
        if (rows.Test < FewRows)
            yield return Markup.Of($"It was judged on {Count(rows.Test)} customers only: the figures are rough.");
        else if (chosen is not null && Math.Min(chosen.Tp + chosen.Fn, chosen.Fp + chosen.Tn) is < FewOfAClass and var few)
            yield return Markup.Of($"Only {Count(few)} of the customers that it was judged on are of the rarer class: the figures are rough.");
        if (rows.Read > 0 && (double)rows.Quarantined / rows.Read > MuchQuarantined)
            yield return Markup.Of($"{Percent((double)rows.Quarantined / rows.Read)} of the file's rows could not be used. They are in the quarantine container, each with its reason.");
        if (card.Report.Calibration is { After: { } after } && after.Ece > BadlyCalibrated)
            yield return Markup.Of($"Its probabilities are off by {Percent(after.Ece, 1)} on average: use them to rank customers rather than to count on.");
        foreach (var (key, estimate) in card.Metrics)
        {
            // Worse beyond the interval, so that chance alone is no warning.
            var (info, edge) = (MetricInfo.Of(key), MetricInfo.Of(key).HigherIsBetter == true ? estimate.High : estimate.Low);
            if (info.HigherIsBetter is { } higher && estimate.Champion is { } champion && edge is { } best && (higher ? champion > best : champion < best))
                yield return Markup.Of($"The previous champion was better in {info.Name}: {info.Format(champion)} against {info.Format(estimate.Value)}.");
        }
    }

    /// <summary>Guards, personal data and what reading mended have places of their own.</summary>
    private static bool IsToldElsewhere(CardContent card, string code) =>
        code == PersonalDataRule.Name
        || card.Guards.Any(finding => finding.Guard == code)
        || DataSection.Notes(card).Any(note => note.Code == code);
}
