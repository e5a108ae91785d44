using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Training;

namespace ServerlessRetail.Http;

/// <summary>Answer of <c>GET /api/models</c>.</summary>
public sealed record ModelList(IReadOnlyList<ModelView> Models);

/// <summary>Answer of <c>GET /api/models/{model}</c>.</summary>
/// <param name="Champion">Null before the first promotion.</param>
public sealed record ModelView(string Model, ModelTask? Task, string? Label, string? Positive, ChampionView? Champion, LastRunView? LastRun)
{
    public static ModelView Create(string model, Champion? champion, RunRecord? lastRun)
    {
        var label = champion?.Report.Label;
        return new ModelView(
            model, label?.Task, label?.Name, label?.Positive,
            champion is null ? null : ChampionView.Create(champion),
            lastRun is null ? null : new LastRunView(lastRun.Id, lastRun.State, lastRun.Reason));
    }
}

/// <summary>The version that answers, and how good it is.</summary>
public sealed record ChampionView(
    string Version,
    DateTimeOffset TrainedAt,
    DateTimeOffset PromotedAt,
    string Trainer,
    double? Threshold,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, double> Baseline,
    ConfusionMatrix? Confusion,
    RowCounts Rows,
    DatasetReference Dataset)
{
    public static ChampionView Create(Champion champion)
    {
        var report = champion.Report;
        return new ChampionView(
            champion.Version, report.TrainedAt, champion.PromotedAt, report.Trainer, report.Threshold,
            report.Metrics, report.Baseline, report.Confusion, report.Rows, report.Dataset);
    }
}

public sealed record LastRunView(string Id, RunState State, string? Reason);

/// <summary>Answer of <c>GET /api/models/{model}/runs</c>: the newest first.</summary>
public sealed record RunList(string Model, IReadOnlyList<RunRecord> Runs);
