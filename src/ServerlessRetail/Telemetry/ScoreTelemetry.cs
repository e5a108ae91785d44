using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessRetail.Telemetry;

/// <summary>Tells of a scoring request: a span from the request to the last byte of its answer. Without a listener there is none, and no cost.</summary>
internal static class ScoreTelemetry
{
    private const int FirstServerError = 500;

    private static Activity? Current =>
        IsOn && Activity.Current is { OperationName: SpanNames.Score } activity && activity.Source == Instrumentation.Source ? activity : null;

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Instrumentation.Source.HasListeners();

    /// <summary>Begins the span, finds the answer in it, and hands it on to whoever writes the answer.</summary>
    /// <param name="model">As the request names it; null where it cannot be a model's name, and may be anything.</param>
    public static async ValueTask<IResult> TraceAsync(string? model, Func<ValueTask<IResult>> answer)
    {
        if (Instrumentation.Source.StartActivity(SpanNames.Score)?.SetTag(TelemetryAttributes.Model, model) is not { } span)
            return await answer();
        try
        {
            return new TracedAnswer(await span.TellFailureAsync(AnswerAsync()), span);
        }
        catch
        {
            span.Dispose();
            throw;
        }

        // Also what fails before there is anything to wait for.
        async Task<IResult> AnswerAsync() => await answer();
    }

    /// <summary>Tells the request's span what it is about.</summary>
    public static void Describe(string model, string version, string form)
    {
        if (Current is { } span)
            span.SetTag(TelemetryAttributes.Model, model).SetTag(TelemetryAttributes.Version, version).SetTag(TelemetryAttributes.Form, form);
    }

    /// <summary>Counts customers that were scored, of a request or of a bulk file.</summary>
    public static void Count(string model, long customers)
    {
        Instrumentation.ScoredCustomers.Add(customers, new KeyValuePair<string, object?>(TelemetryAttributes.Model, model));
        if (Current is { } span)
            span.SetTag(TelemetryAttributes.Customers, (span.GetTagItem(TelemetryAttributes.Customers) as long? ?? 0) + customers);
    }

    /// <returns>The timestamp that <see cref="End"/> measures from; null where nobody wants to know.</returns>
    public static long? Begin(TimeProvider time) => Instrumentation.ScoreDuration.Enabled ? time.GetTimestamp() : null;

    /// <summary>Records how long it took to score a document or stream, from its whole body to its whole answer.</summary>
    /// <param name="startedAt">From <see cref="Begin"/>.</param>
    public static void End(string model, TimeProvider time, long? startedAt)
    {
        if (startedAt is { } start)
            Instrumentation.ScoreDuration.Record(time.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>(TelemetryAttributes.Model, model));
    }

    /// <summary>Writes an answer within the request's span and ends it.</summary>
    private sealed class TracedAnswer(IResult answer, Activity span) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using (span)
            {
                // The span began in a call that is over; what is written now is still its doing.
                Activity.Current = span;
                await span.TellFailureAsync(WriteAsync(httpContext));
                if (httpContext.Response.StatusCode is var status && status >= FirstServerError)
                    span.Fail(status.ToString(CultureInfo.InvariantCulture));
            }
        }

        private async Task<bool> WriteAsync(HttpContext httpContext)
        {
            await answer.ExecuteAsync(httpContext);
            return true;
        }
    }
}
