using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;
using ServerlessRetail.Datasets.PersonalData;
using ServerlessRetail.Datasets.Quality;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports.Plots;
using ServerlessRetail.Training;

namespace ServerlessRetail.Reports;

/// <summary>What a card is made from, with what several of its sections need to know.</summary>
/// <param name="warnings">Of the run that made the model.</param>
internal sealed class CardContent(ModelReport report, QualityReport? quality, DatasetSchema? schema, IReadOnlyList<RunWarning> warnings)
{
    private const int NameLength = 40;

    private readonly Dictionary<string, ColumnQuality> _quality = (quality?.Columns ?? [])
        .DistinctBy(column => column.Name).ToDictionary(column => column.Name, StringComparer.Ordinal);

    private readonly HashSet<string> _private = Private(report, quality, schema);

    public ModelReport Report => report;

    public QualityReport? Quality => quality;

    public DatasetSchema? Schema => schema;

    public IReadOnlyList<RunWarning> Warnings => warnings;

    public ModelTask Task => report.Label.Task;

    public EvaluationReport Evaluation { get; } = report.Evaluation ?? new EvaluationReport();

    // Reports that were written before these lists were there read them as null.
    public IReadOnlyList<GuardFinding> Guards { get; } = report.Guards ?? [];

    public IReadOnlyList<PersonalDataFinding> PersonalData { get; } = report.PersonalData ?? [];

    public IReadOnlyList<ColumnSchema> Columns { get; } = report.Columns ?? [];

    /// <summary>Every metric there is, with interval and champion where the report has them.</summary>
    public IReadOnlyDictionary<string, MetricEstimate> Metrics { get; } = Estimates(report);

    /// <summary>What the positive class is called in a sentence, for example <c>churned = yes</c>.</summary>
    public string Positive => $"{report.Label.Name.Shorten(NameLength)} = {(report.Label.Positive ?? "").Shorten(NameLength)}";

    /// <summary>What deciding at the model's own threshold does on the test rows; null unless there are two classes.</summary>
    public ThresholdDecisions? Chosen { get; } = ChosenOf(report);

    /// <summary>Share of the test rows that are positive, 0 to 1; null where it is not known.</summary>
    public double? PositiveRate => Chosen is { } chosen && report.Rows.Test > 0 ? (double)(chosen.Tp + chosen.Fn) / report.Rows.Test : null;

    public ColumnQuality? QualityOf(string column) => _quality.GetValueOrDefault(column);

    /// <summary>Whether no value of a column may be shown: it holds personal data, names a customer or is free text.</summary>
    public bool IsPrivate(string column) => _private.Contains(column);

    private static HashSet<string> Private(ModelReport report, QualityReport? quality, DatasetSchema? schema)
    {
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        hidden.UnionWith((report.PersonalData ?? []).Select(finding => finding.Column));
        hidden.UnionWith((report.Columns ?? []).Concat(schema?.Columns ?? [])
            .Where(column => column.PersonalData is not null || IsPrivate(column.Type, column.Role)).Select(column => column.Name));
        hidden.UnionWith((quality?.Columns ?? [])
            .Where(column => column.PersonalData is not null || IsPrivate(column.Type, column.Role)).Select(column => column.Name));
        return hidden;
    }

    private static bool IsPrivate(ColumnType type, ColumnRole role) =>
        type is ColumnType.Identifier or ColumnType.Text || role == ColumnRole.Id;

    private static Dictionary<string, MetricEstimate> Estimates(ModelReport report)
    {
        var estimates = new Dictionary<string, MetricEstimate>(report.Evaluation?.Metrics ?? new Dictionary<string, MetricEstimate>());
        foreach (var (key, value) in report.Metrics)
            estimates.TryAdd(key, new MetricEstimate(value, null, null, report.Baseline.TryGetValue(key, out var baseline) ? baseline : null, null));
        return estimates;
    }

    private static ThresholdDecisions? ChosenOf(ModelReport report)
    {
        if (report.Evaluation?.Thresholds.FirstOrDefault(threshold => threshold.Chosen) is { } chosen)
            return chosen;
        if (report is not { Confusion: { } confusion, Threshold: { } threshold })
            return null;

        var (tp, fp, tn, fn) = (confusion.TruePositives, confusion.FalsePositives, confusion.TrueNegatives, confusion.FalseNegatives);
        return new ThresholdDecisions(
            threshold, Ratio(tp + fp, tp + fp + tn + fn), Ratio(tp, tp + fp), Ratio(tp, tp + fn), Ratio(2 * tp, (2 * tp) + fp + fn),
            Cost: null, tp, fp, tn, fn, Chosen: true);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
