using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Training;

namespace ServerlessRetail.Telemetry;

/// <summary>Tells of a run that is over: a count, the model's metrics, an event, and the end of its span.</summary>
internal static class RunTelemetry
{
    /// <summary>Begins the span of a run, under the trigger's. Runs are few and each is asked about, so none is left out by sampling.</summary>
    public static Activity? Start(RunRecord run) =>
        Instrumentation.Source.StartActivity(NameOf(run.Kind), ActivityKind.Consumer, AlwaysRecorded())?.SetTag(TelemetryAttributes.Model, run.Model).SetTag(TelemetryAttributes.Run, run.Id);

    /// <summary>Begins the span of one of a run's steps.</summary>
    public static Activity? StartStep(RunRecord run, string step) => Instrumentation.Source.StartActivity($"{NameOf(run.Kind)}.{step}");

    /// <summary>Begins the span of a part of a run that several workers are at, in the run's trace, which may have begun in another process.</summary>
    /// <param name="parent">The run's span, as a <c>traceparent</c>; null where nobody listened.</param>
    /// <param name="part">From 0.</param>
    public static Activity? StartPart(RunRecord run, string? parent, int part)
    {
        // What the queue's trigger has begun stays in sight as a link.
        var trigger = Activity.Current?.Context;
        var isKnown = ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var context);
        return Instrumentation.Source.StartActivity(
                SpanNames.ScoreFilePart, ActivityKind.Consumer, isKnown ? context : trigger ?? default,
                links: isKnown && trigger is { } linked ? [new ActivityLink(linked)] : null)
            ?.SetTag(TelemetryAttributes.Model, run.Model).SetTag(TelemetryAttributes.Run, run.Id).SetTag(TelemetryAttributes.Part, part + 1);
    }

    /// <summary>Samplers follow a local parent's decision; one that was left out, or that is not there, is stood in for by one that was taken.</summary>
    private static ActivityContext AlwaysRecorded() => Activity.Current?.Context is { } parent
        ? new ActivityContext(parent.TraceId, parent.SpanId, ActivityTraceFlags.Recorded, parent.TraceState)
        : new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    public static void Ended(RunRecord run, ILogger logger)
    {
        (run.Kind == RunKind.Scoring ? Instrumentation.BulkFiles : Instrumentation.Runs)
            .Add(1, new TagList { { TelemetryAttributes.State, run.State.ToString() }, { TelemetryAttributes.Reason, run.Reason } });
        foreach (var (metric, value) in run.Metrics ?? new Dictionary<string, double>())
            Instrumentation.ModelMetric.Record(value, new TagList { { TelemetryAttributes.Model, run.Model }, { TelemetryAttributes.Metric, metric } });

        if (Activity.Current is { } activity && activity.Source == Instrumentation.Source)
        {
            activity.SetTag(TelemetryAttributes.State, run.State.ToString()).SetTag(TelemetryAttributes.Reason, run.Reason).SetTag(TelemetryAttributes.Version, run.Version);
            if (run.State == RunState.Failed)
                activity.Fail(run.Reason);
        }
        if (NameOf(run.State) is { } name)
            CustomEvent.Write(logger, name, Attributes(run));
    }

    private static string NameOf(RunKind kind) => kind == RunKind.Scoring ? SpanNames.ScoreFile : SpanNames.Train;

    private static string? NameOf(RunState state) => state switch
    {
        RunState.Promoted => CustomEventNames.ModelPromoted,
        RunState.Kept => CustomEventNames.ModelKept,
        RunState.Scored => CustomEventNames.FileScored,
        RunState.Rejected => CustomEventNames.UploadRejected,
        RunState.Failed => CustomEventNames.RunFailed,
        _ => null,
    };

    private static IEnumerable<KeyValuePair<string, object?>> Attributes(RunRecord run) =>
    [
        new(TelemetryAttributes.Model, run.Model), new(TelemetryAttributes.Run, run.Id), new(TelemetryAttributes.Reason, run.Reason), new(TelemetryAttributes.Version, run.Version), new(TelemetryAttributes.Attempt, run.Attempt),
        new(TelemetryAttributes.Rows, run.Rows?.Used), new(TelemetryAttributes.Quarantined, run.Rows?.Quarantined),
        .. (run.Metrics ?? new Dictionary<string, double>()).Select(metric => KeyValuePair.Create<string, object?>($"{TelemetryAttributes.Metric}.{metric.Key}", metric.Value)),
    ];
}
