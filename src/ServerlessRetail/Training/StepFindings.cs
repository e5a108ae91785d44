using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training;

/// <summary>What each step found, in the words of the run's record.</summary>
internal static class StepFindings
{
    private static readonly string[] Told = [MetricNames.Auc, MetricNames.LogLoss, MetricNames.Accuracy, MetricNames.Rmse, MetricNames.Mae, MetricNames.RSquared];

    public static string Of(Dataset dataset) => string.Create(CultureInfo.InvariantCulture,
        $"{dataset.RowCount} rows × {dataset.Columns.Count} columns, {dataset.QuarantinedCount} rows quarantined");

    public static string Of(DatasetSchema schema) => string.Create(CultureInfo.InvariantCulture,
        $"label {schema.Label.Name} ({schema.Label.Evidence}), id {schema.Id ?? "none"}, {schema.Features.Count()} feature columns");

    public static string Of(LabeledRows rows) => string.Create(CultureInfo.InvariantCulture,
        $"{rows.Split.Train.Count} rows to learn from, {rows.Split.Test.Count} held out");

    public static string Of(DuplicateRows duplicates) => string.Create(CultureInfo.InvariantCulture,
        $"{duplicates.CopyCount} copies of rows, {duplicates.ConflictingIds} customers with rows that differ");

    public static string Of(QualityReport quality) => string.Create(CultureInfo.InvariantCulture,
        $"{quality.Columns.Count} columns described, {quality.Columns.Count(column => column.Drift?.Level is DriftLevel.Moderate or DriftLevel.Major)} of them drifted");

    public static string Of(IReadOnlyList<GuardFinding> findings) => findings.Count == 0 ? "nothing found" : string.Join(", ", findings
        .GroupBy(finding => finding.Guard)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ×{group.Count()}")));

    public static string Of(FittingResult fitting)
    {
        var best = fitting.Selection.Candidates
            .Where(candidate => candidate is { State: CandidateState.Finished, Score: not null })
            .GroupBy(candidate => candidate.Trainer)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Min(candidate => candidate.Score!.Mean):0.####}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{fitting.Selection.Why} The best of each trainer: {string.Join(", ", best)}. {fitting.Model.Recipe.Columns.Count} columns, calibration {fitting.Calibration.Method}");
    }

    public static string Of(AssessedModel assessed) => string.Join(", ", assessed.Evaluation.Metrics
        .Where(metric => Told.Contains(metric.Key))
        .Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {Rounded(metric.Value)} (baseline {Rounded(assessed.Baseline.Metrics[metric.Key])})")));

    /// <summary>Three digits, and no minus before a zero.</summary>
    private static string Rounded(double value) => (Math.Round(value, 3) + 0.0).ToString("0.###", CultureInfo.InvariantCulture);
}
