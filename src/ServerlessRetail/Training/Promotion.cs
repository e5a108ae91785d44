using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Training;

/// <summary>Compares a registered version with the champion and moves the pointer if the gate says so.</summary>
internal sealed class Promotion(Upload upload, ChampionComparison comparison, ModelRegistry registry, ModelCache cache, TimeProvider time)
{
    private const int MaxAttempts = 5;

    private string Model => upload.Name.Model;

    /// <param name="labelNamed">Whether model.json names the label: then a new label is meant.</param>
    public async Task<RunOutcome> PromoteAsync(ModelReport report, bool labelNamed, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var champion = await registry.ReadChampionAsync(Model, cancellationToken);
            if (champion?.Value.Report.Dataset.UploadedAt > upload.UploadedAt)
                return RunOutcome.NewerDataset(champion.Value.Report.Dataset.Blob);

            var verdict = await JudgeAsync(report, champion?.Value, labelNamed, cancellationToken);
            if (!verdict.Promote)
                return new RunOutcome(RunState.Kept, verdict.Reason, verdict.Detail);

            var next = new Champion(report.Version, time.GetUtcNow(), report.Brief());
            if (await registry.TryPromoteAsync(Model, next, champion?.ETag, cancellationToken))
            {
                // So that whoever reads "promoted" in the run's record is scored by the new version here.
                await cache.RefreshAsync(Model, cancellationToken);
                return new RunOutcome(RunState.Promoted, verdict.Reason, verdict.Detail);
            }
        }
        throw new InvalidOperationException($"The champion of {Model} moved {MaxAttempts} times while this run tried to promote.");
    }

    private async Task<Verdict> JudgeAsync(ModelReport report, Champion? champion, bool labelNamed, CancellationToken cancellationToken)
    {
        if (champion?.Version == report.Version)
            return new Verdict(true, RunReasons.SameVersion, "The champion already is this version.");

        var comparable = champion is not null && ChampionComparison.IsSameTarget(champion.Report.Label, report.Label);
        if (champion is not null && !comparable && !labelNamed)
        {
            return new Verdict(
                false, RunReasons.LabelChanged,
                $"The champion predicts {champion.Report.Label.Name}, this file's label seems to be {report.Label.Name}. "
                + $"If that is meant, name it as \"label\" in {DatasetName.SettingsFile}.");
        }

        var championMetrics = await comparison.MetricsOfAsync(champion, report.Label, cancellationToken);
        var verdict = PromotionGate.Decide(report.Label.Task, report.Metrics, report.Baseline, championMetrics);
        return verdict.Promote && champion is not null && !comparable ? verdict with { Reason = RunReasons.LabelSetAnew } : verdict;
    }
}
