using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Training;

/// <summary>Judges champions by a run's test rows, each once.</summary>
internal sealed class ChampionComparison(string model, ModelRegistry registry, RunRecorder recorder, Dataset dataset, LabeledRows rows)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, double>?> _known = new(StringComparer.Ordinal);

    /// <summary>Whether two models predict the same, so that their metrics can be compared.</summary>
    public static bool IsSameTarget(LabelSchema left, LabelSchema right) =>
        left.Name == right.Name && left.Task == right.Task && left.Positive == right.Positive && left.Classes.SequenceEqual(right.Classes);

    /// <returns>Null where the champion predicts something else or cannot be loaded, which does not protect its place.</returns>
    public async Task<IReadOnlyDictionary<string, double>?> MetricsOfAsync(Champion? champion, LabelSchema label, CancellationToken cancellationToken)
    {
        if (champion is null || !IsSameTarget(champion.Report.Label, label))
            return null;
        if (!_known.TryGetValue(champion.Version, out var metrics))
            _known[champion.Version] = metrics = await MeasureAsync(champion, cancellationToken);
        return metrics;
    }

    private async Task<IReadOnlyDictionary<string, double>?> MeasureAsync(Champion champion, CancellationToken cancellationToken)
    {
        try
        {
            var fitted = await registry.LoadAsync(model, champion.Version, cancellationToken);
            var cells = CellMatrix.Create(dataset, fitted.Recipe, rows.Split.Test);
            return ModelEvaluation.Of(fitted, cells, rows.TestLabels).Metrics;
        }
        catch (InvalidDataException exception)
        {
            recorder.Warn(RunWarningCodes.ChampionUnreadable, null, exception.Message);
            return null;
        }
    }
}
