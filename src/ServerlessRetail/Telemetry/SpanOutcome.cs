using System.Diagnostics;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Telemetry;

/// <summary>How spans end.</summary>
internal static class SpanOutcome
{
    /// <summary>Marks a span as an error. Only the type of an exception is told: its message may quote what was read.</summary>
    /// <param name="errorType">The exception's type, a status or a code.</param>
    public static void Fail(this Activity? activity, string? errorType) =>
        activity?.SetStatus(ActivityStatusCode.Error, errorType).SetTag(TelemetryAttributes.ErrorType, errorType);

    /// <summary>A rejection is an outcome; anything else that the work throws makes the span an error.</summary>
    public static async Task<T> TellFailureAsync<T>(this Activity? activity, Task<T> working)
    {
        try
        {
            return await working;
        }
        catch (Exception exception) when (exception is not (RejectedException or OperationCanceledException))
        {
            activity.Fail(exception.GetType().Name);
            throw;
        }
    }
}
