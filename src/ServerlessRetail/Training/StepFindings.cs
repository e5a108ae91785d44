using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Training;

/// <summary>What each step found, in the words of the run's record.</summary>
internal static class StepFindings
{
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

    public static string Of(FittedModel model) => string.Create(CultureInfo.InvariantCulture,
        $"{model.Description.Trainer} on {model.Recipe.Width} slots of {model.Recipe.Columns.Count} columns");

    public static string Of(ModelEvaluation evaluation, ModelEvaluation baseline) => string.Join(", ", evaluation.Metrics
        .Take(3)
        .Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {Rounded(metric.Value)} (baseline {Rounded(baseline.Metrics[metric.Key])})")));

    /// <summary>Three digits, and no minus before a zero.</summary>
    private static string Rounded(double value) => (Math.Round(value, 3) + 0.0).ToString("0.###", CultureInfo.InvariantCulture);
}
