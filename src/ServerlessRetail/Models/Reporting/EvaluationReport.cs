using System.Collections.ObjectModel;

namespace ServerlessRetail.Models.Reporting;

/// <summary>How good a model is, all of it measured on the test rows, which nothing else has seen.</summary>
public sealed record EvaluationReport
{
    // A report that was written before one of these was there reads it as null.

    /// <summary>Each metric by its name of <see cref="MetricNames"/>.</summary>
    public IReadOnlyDictionary<string, MetricEstimate> Metrics
    {
        get => field ?? ReadOnlyDictionary<string, MetricEstimate>.Empty;
        init;
    }

    /// <summary>What the intervals of <see cref="Metrics"/> were drawn from; 0: there are none.</summary>
    public int Resamples { get; init; }

    /// <summary>Whether intervals hold what they claim; null where the model has none.</summary>
    public IntervalQuality? Interval { get; init; }

    public EvaluationCurves Curves { get => field ?? new EvaluationCurves(); init; }

    /// <summary>Decisions at other thresholds than the one chosen, which is among them; by threshold, ascending. Empty unless there are two classes.</summary>
    public IReadOnlyList<ThresholdDecisions> Thresholds { get => field ?? []; init; }

    /// <summary>Groups of customers, those of sensitive columns first.</summary>
    public IReadOnlyList<SliceReport> Slices { get => field ?? []; init; }

    /// <summary>What moves the answers, most first.</summary>
    public IReadOnlyList<ColumnImportance> Importance { get => field ?? []; init; }

    /// <summary>How the answer follows the most important columns.</summary>
    public IReadOnlyList<PartialDependence> PartialDependence { get => field ?? []; init; }

    /// <summary>One a class where there are three or more, in the order of the label's classes; else empty.</summary>
    public IReadOnlyList<ClassReport> PerClass { get => field ?? []; init; }

    /// <summary>Decisions against the truth where there are three classes or more; else null.</summary>
    public ConfusionTable? ConfusionTable { get; init; }
}

/// <summary>A metric with its uncertainty, beside the same metric of others on the same rows.</summary>
/// <param name="Value">In the metric's own unit, see <see cref="MetricNames"/>. NaN (null in JSON) where the model has none.</param>
/// <param name="Low">Lower end of the 95 % interval (percentile bootstrap; Efron, 1979); null: not estimated.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Baseline">Of always answering the training rows' average; null: not measured.</param>
/// <param name="Champion">Of the model that answered at the time; null where there was none.</param>
public sealed record MetricEstimate(double Value, double? Low, double? High, double? Baseline, double? Champion);
