using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>The top of the card: what the model does, how good it is, and which one it is.</summary>
internal static class SummarySection
{
    public static Markup Render(CardContent card)
    {
        var report = card.Report;
        return Markup.Of($"""
            <p class="eyebrow">Model card</p>
            <h1>{report.Model}</h1>
            <p class="lead">{Purpose(card)} {Quality(card)} {ComparedWithChampion(card)}</p>
            {Tiles(card)}
            <dl class="facts">
            <div><dt>Version</dt><dd><code>{report.Version}</code></dd></div>
            <div><dt>Trained</dt><dd>{Date(report.TrainedAt)}</dd></div>
            <div><dt>On the file</dt><dd><bdi>{report.Dataset.Blob}</bdi></dd></div>
            <div><dt>Uploaded</dt><dd>{Date(report.Dataset.UploadedAt)}</dd></div>
            <div><dt>Learned from</dt><dd>{Count(report.Rows.Train)} customers, judged on {Count(report.Rows.Test)} others</dd></div>
            <div><dt>Method</dt><dd>{MetricInfo.Words(report.Trainer)}</dd></div>
            </dl>
            """);
    }

    private static Markup Purpose(CardContent card)
    {
        var label = card.Report.Label;
        return card.Task switch
        {
            ModelTask.Binary => Markup.Of($"This model gives each customer a probability that <b><bdi>{card.Positive}</bdi></b>."),
            ModelTask.Multiclass => Markup.Of($"This model tells which of {label.Classes.Count} classes of <b><bdi>{label.Name}</bdi></b> a customer belongs to."),
            _ => Markup.Of($"This model predicts <b><bdi>{label.Name}</bdi></b>, a number, for each customer."),
        };
    }

    private static Markup Quality(CardContent card)
    {
        var metrics = card.Metrics;
        switch (card.Task)
        {
            case ModelTask.Binary when card is { Chosen: { } chosen, PositiveRate: { } rate } && chosen.Tp + chosen.Fp > 0:
                return Markup.Of(
                    $"Of 100 customers that it picks, {OutOf100(chosen.Precision)} really are <bdi>{card.Positive}</bdi>; of 100 picked at random, {OutOf100(rate)} would be.");
            case ModelTask.Binary when card.Chosen is not null:
                return Markup.Of($"At its threshold it picks nobody of the test rows.");
            case ModelTask.Multiclass when metrics.TryGetValue(MetricNames.Accuracy, out var accuracy) && double.IsFinite(accuracy.Value):
                return accuracy.Baseline is { } always && double.IsFinite(always)
                    ? Markup.Of($"It is right for {OutOf100(accuracy.Value)} of 100 customers; always naming the most frequent class would be for {OutOf100(always)}.")
                    : Markup.Of($"It is right for {OutOf100(accuracy.Value)} of 100 customers.");
            case ModelTask.Regression when metrics.TryGetValue(MetricNames.Mae, out var error) && double.IsFinite(error.Value):
                return error.Baseline is { } average && double.IsFinite(average)
                    ? Markup.Of($"It is off by {Amount(error.Value)} on average; always answering the average would be by {Amount(average)}.")
                    : Markup.Of($"It is off by {Amount(error.Value)} on average.");
            default:
                return default;
        }
    }

    private static Markup ComparedWithChampion(CardContent card)
    {
        if (Headline(card) is not { Estimate.Champion: { } champion } headline || !double.IsFinite(champion))
            return default;
        var (info, estimate) = (headline.Info, headline.Estimate);
        return Markup.Of(
            $"The previous champion, on the same customers: {info.Name} {info.Format(champion)}, against {info.Format(estimate.Value)} now.");
    }

    private static Markup Tiles(CardContent card)
    {
        var tiles = new List<(string Figure, string Words)>();
        if (card is { Task: ModelTask.Binary, Chosen: { } chosen } && chosen.Tp + chosen.Fp > 0)
        {
            tiles.Add(($"{OutOf100(chosen.Precision)} of 100", "of those that it picks are rightly picked"));
            tiles.Add(($"{OutOf100(chosen.Recall)} of 100", "of those that should be picked are found"));
            if (card.PositiveRate is > 0 and { } rate)
                tiles.Add(($"{Amount(Math.Round(chosen.Precision / rate, 1))} times", "as many hits as picking at random"));
        }
        if (Headline(card) is { } headline && double.IsFinite(headline.Estimate.Value))
            tiles.Add((headline.Info.Format(headline.Estimate.Value), $"{headline.Info.Name}{Interval(headline)}"));
        if (card.Task == ModelTask.Regression && card.Metrics.TryGetValue(MetricNames.Mae, out var error) && double.IsFinite(error.Value))
            tiles.Add((Amount(error.Value), "off on average, in the label's unit"));

        return tiles.Count == 0
            ? default
            : Markup.Of($"<ul class=\"tiles\">{tiles.Select(tile => Markup.Of($"<li><strong>{tile.Figure}</strong><span>{tile.Words}</span></li>"))}</ul>");
    }

    private static string Interval((MetricInfo Info, MetricEstimate Estimate) headline) => headline.Estimate is { Low: { } low, High: { } high }
        ? $", with 95{'\u00A0'}% certainty {headline.Info.Format(low)} to {headline.Info.Format(high)}"
        : "";

    /// <summary>The one metric that says most about a task.</summary>
    private static (MetricInfo Info, MetricEstimate Estimate)? Headline(CardContent card)
    {
        var key = card.Task switch
        {
            ModelTask.Binary => MetricNames.Auc,
            ModelTask.Multiclass => MetricNames.Accuracy,
            _ => MetricNames.RSquared,
        };
        return card.Metrics.TryGetValue(key, out var estimate) ? (MetricInfo.Of(key), estimate) : null;
    }

    private static string OutOf100(double share) => Count(Math.Round(100 * share));
}
