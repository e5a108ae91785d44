using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Http;

/// <summary>What all answers that are written while customers are scored have in common.</summary>
internal static class StreamedAnswer
{
    /// <param name="write">Scores and writes until the token, which the client cancels by hanging up.</param>
    public static async Task ExecuteAsync(
        HttpContext httpContext, ServedModel served, string contentType, TimeProvider time, Func<Stream, CancellationToken, Task> write)
    {
        var aborted = httpContext.RequestAborted;
        httpContext.Response.ContentType = contentType;
        httpContext.Response.Headers.ETag = served.Kit.ETag;
        var startedAt = ScoreTelemetry.Begin(time);
        try
        {
            await write(httpContext.Response.Body, aborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && aborted.IsCancellationRequested)
        {
            // Nobody is there to read on.
        }
        finally
        {
            ScoreTelemetry.End(served.Model, time, startedAt);
        }
    }
}
