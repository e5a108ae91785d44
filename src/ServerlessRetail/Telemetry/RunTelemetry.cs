using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.Telemetry;

/// <summary>Tells of a run that is over: a count, the model's metrics, an event, and the end of its span.</summary>
internal static class RunTelemetry
{
    /// <summary>Begins the span of a run, under the trigger's.</summary>
    public static Activity? Start(RunRecord run) =>
        Instrumentation.Source.StartActivity(NameOf(run.Kind), ActivityKind.Consumer)?.SetTag("model", run.Model).SetTag("run", run.Id);

    /// <summary>Begins the span of one of a run's steps.</summary>
    public static Activity? StartStep(RunRecord run, string step) => Instrumentation.Source.StartActivity($"{NameOf(run.Kind)}.{step}");

    /// <summary>A rejection is an outcome; anything else that a step throws makes its span an error.</summary>
    public static async Task<T> TellFailureAsync<T>(this Activity? activity, Task<T> working)
    {
        try
        {
            return await working;
        }
        catch (Exception exception) when (exception is not (RejectedException or OperationCanceledException))
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
    }

    public static void Ended(RunRecord run, ILogger logger)
    {
        (run.Kind == RunKind.Scoring ? Instrumentation.BulkFiles : Instrumentation.Runs)
            .Add(1, new TagList { { "state", run.State.ToString() }, { "reason", run.Reason } });
        foreach (var (metric, value) in run.Metrics ?? new Dictionary<string, double>())
            Instrumentation.ModelMetric.Record(value, new TagList { { "model", run.Model }, { "metric", metric } });

        if (Activity.Current is { } activity && activity.Source == Instrumentation.Source)
        {
            activity.SetTag("state", run.State.ToString()).SetTag("reason", run.Reason).SetTag("version", run.Version);
            if (run.State == RunState.Failed)
                activity.SetStatus(ActivityStatusCode.Error, run.Reason);
        }
        if (NameOf(run.State) is { } name)
            CustomEvent.Write(logger, name, Attributes(run));
    }

    private static string NameOf(RunKind kind) => kind == RunKind.Scoring ? "scoreFile" : "train";

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
        new("model", run.Model), new("run", run.Id), new("reason", run.Reason), new("version", run.Version), new("attempt", run.Attempt),
        new("rows", run.Rows?.Used), new("quarantined", run.Rows?.Quarantined),
        .. (run.Metrics ?? new Dictionary<string, double>()).Select(metric => KeyValuePair.Create<string, object?>(metric.Key, metric.Value)),
    ];
}
