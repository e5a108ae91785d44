using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Puts together how good a model is, for report and card. The same input gives the same report, bit for bit.</summary>
public static class ModelAssessment
{
    private const int MostDependences = 8;

    /// <summary>Metrics that are not numbers are kept as NaN, for the promotion to refuse; JSON has null in their place.</summary>
    public static EvaluationReport Create(EvaluationInput input, CancellationToken cancellationToken)
    {
        var importance = ColumnImportances.Measure(input.Model, input.Cells, cancellationToken);
        var texts = input.Model.Recipe.Columns.OfType<TextFeature>().Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var varied = importance
            .Where(column => column.MeanAbsoluteContribution > 0 && !input.Undisclosed.Contains(column.Column) && !texts.Contains(column.Column))
            .Select(column => column.Column)
            .Take(MostDependences)
            .ToArray();
        var report = new EvaluationReport
        {
            Importance = importance,
            PartialDependence = PartialDependences.Measure(input.Model, input.Cells, varied, cancellationToken),
        };
        return input.Model.Task switch
        {
            ModelTask.Regression => OfNumbers(report, input, cancellationToken),
            ModelTask.Multiclass => OfSeveralClasses(report, input, cancellationToken),
            _ => OfTwoClasses(report, input, cancellationToken),
        };
    }

    private static EvaluationReport OfTwoClasses(EvaluationReport report, EvaluationInput input, CancellationToken cancellationToken)
    {
        var (model, label, threshold) = (input.Model, input.Model.Description.Label, input.Model.Description.Threshold);
        var probabilities = Array.ConvertAll(ModelEvaluation.Scores(model, input.Cells), model.Probability);
        var metrics = new BinaryMetrics(probabilities, input.Labels, threshold);
        return WithMetrics(report, metrics, input, cancellationToken) with
        {
            Curves = BinaryCurves.Create(metrics.Ranking, label.Negative!, label.Positive!),
            Thresholds = ThresholdTable.Create(probabilities, input.Labels, threshold, input.Costs),
            Slices = SliceReports.Create(input.Slices, report.Importance, new BinarySliceJudge(probabilities, input.Labels, threshold)),
        };
    }

    private static EvaluationReport OfNumbers(EvaluationReport report, EvaluationInput input, CancellationToken cancellationToken)
    {
        var scores = ModelEvaluation.Scores(input.Model, input.Cells);
        var predictions = Array.ConvertAll(scores, input.Model.Prediction);
        return WithMetrics(report, new RegressionMetrics(predictions, input.Labels), input, cancellationToken) with
        {
            Interval = IntervalEvaluation.Evaluate(input.Model, scores, input.Labels),
            Curves = RegressionCurves.Create(predictions, input.Labels),
            Slices = SliceReports.Create(input.Slices, report.Importance, new RegressionSliceJudge(predictions, input.Labels)),
        };
    }

    private static EvaluationReport OfSeveralClasses(EvaluationReport report, EvaluationInput input, CancellationToken cancellationToken)
    {
        var classes = input.Model.Description.Label.Classes;
        var probabilities = ModelEvaluation.Probabilities(input.Model, input.Cells);
        var metrics = new MulticlassMetrics(probabilities, input.Labels);
        return WithMetrics(report, metrics, input, cancellationToken) with
        {
            Curves = new EvaluationCurves { Reliability = BinaryCurves.Reliability(metrics.Confidence) },
            PerClass = [.. classes.Select((name, of) => OfClass(name, metrics.OfClass(of)))],
            ConfusionTable = new ConfusionTable(classes, metrics.Table()),
            Slices = SliceReports.Create(input.Slices, report.Importance, new MulticlassSliceJudge(probabilities, input.Labels)),
        };
    }

    private static ClassReport OfClass(string name, (ConfusionMatrix Confusion, double Auc) measured)
    {
        var (precision, recall, f1) = measured.Confusion.PrecisionRecall();
        return new ClassReport(name, measured.Confusion.TruePositives + measured.Confusion.FalseNegatives, precision, recall, f1, measured.Auc);
    }

    private static EvaluationReport WithMetrics(EvaluationReport report, MetricSet metrics, EvaluationInput input, CancellationToken cancellationToken)
    {
        var resamples = Bootstrap.ResamplesFor(metrics.RowCount);
        var intervals = Bootstrap.Intervals(metrics, resamples, input.Seed, cancellationToken);
        var estimates = metrics.Measure().Select((metric, at) =>
        {
            // A resample repeats rows, which alone makes bins look worse calibrated: its interval would lie above the value.
            var interval = metric.Key == MetricNames.Ece || !double.IsFinite(metric.Value) ? null : intervals[at];
            return (metric.Key, new MetricEstimate(
                metric.Value, interval?.Low, interval?.High, Find(input.Baseline, metric.Key), Find(input.Champion, metric.Key)));
        });
        return report with { Resamples = resamples, Metrics = estimates.ToDictionary() };
    }

    private static double? Find(IReadOnlyDictionary<string, double>? metrics, string name) =>
        metrics is not null && metrics.TryGetValue(name, out var value) ? value : null;
}
