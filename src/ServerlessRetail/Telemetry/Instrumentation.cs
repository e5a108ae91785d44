using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ServerlessRetail.Telemetry;

/// <summary>What the library tells about itself. It exports nothing; the doors subscribe to <see cref="Name"/>.</summary>
public static class Instrumentation
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "ServerlessRetail";

    /// <summary>
    /// Most traces a second and instance that are exported; metrics, logs and events always are. The one place where sampling
    /// is set: both doors take it from here.
    /// </summary>
    public const double TracesPerSecond = 5;

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    internal static Counter<long> Runs { get; } =
        Meter.CreateCounter<long>("serverlessretail.training.runs", "{run}", "Training runs that ended, by state and reason.");

    internal static Counter<long> BulkFiles { get; } =
        Meter.CreateCounter<long>("serverlessretail.scoring.files", "{file}", "Bulk files whose scoring ended, by state and reason.");

    internal static Counter<long> Rows { get; } =
        Meter.CreateCounter<long>("serverlessretail.training.rows", "{row}", "Rows of uploads, by what became of them.");

    internal static Histogram<double> StepDuration { get; } =
        Meter.CreateHistogram<double>("serverlessretail.training.step.duration", "s", "Time that a step of a training run took.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800] });

    internal static Gauge<double> ModelMetric { get; } =
        Meter.CreateGauge<double>("serverlessretail.model.metric", "1", "Metrics of the version trained last, by model and metric, on its test rows.");

    internal static Histogram<double> ScoreDuration { get; } =
        Meter.CreateHistogram<double>("serverlessretail.score.duration", "s", "Time from a whole request body to a whole answer.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    internal static Counter<long> ScoredCustomers { get; } =
        Meter.CreateCounter<long>("serverlessretail.score.customers", "{customer}", "Customers scored, by model.");

    internal static Counter<long> Reloads { get; } =
        Meter.CreateCounter<long>("serverlessretail.cache.reloads", "{reload}", "Champions taken into the cache, by outcome.");

    internal static Counter<long> CacheHits { get; } =
        Meter.CreateCounter<long>("serverlessretail.cache.hits", "{request}", "Requests whose model was in memory.");

    internal static Counter<long> CacheLoads { get; } =
        Meter.CreateCounter<long>("serverlessretail.cache.loads", "{load}", "Model files read into memory.");

    internal static Counter<long> Evictions { get; } =
        Meter.CreateCounter<long>("serverlessretail.cache.evictions", "{eviction}", "Versions that gave way to others in memory.");

    internal static UpDownCounter<long> CacheSize { get; } =
        Meter.CreateUpDownCounter<long>("serverlessretail.cache.size", "By", "Memory that the models take, as estimated.");
}
