using System.Buffers;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Http;

/// <summary>Scores customers as they are read and sends each batch at once, with bounded memory. Stops when the client hangs up.</summary>
internal sealed class StreamedScores(
    ServedModel served, Scorer scorer, int reasons, ICustomerSource customers, IScoreWriter writer, TimeProvider time) : IResult
{
    private const int FlushBytes = 64 * 1024;

    public Task ExecuteAsync(HttpContext httpContext) => StreamedAnswer.ExecuteAsync(httpContext, served, writer.ContentType, time, WriteAsync);

    private async Task WriteAsync(Stream body, CancellationToken aborted)
    {
        var output = new ArrayBufferWriter<byte>(FlushBytes);
        writer.Begin(output);
        await foreach (var batch in customers.ReadAsync(aborted))
        {
            foreach (var sent in batch)
            {
                aborted.ThrowIfCancellationRequested();
                writer.Write(sent, Score(sent), output);
                if (output.WrittenCount >= FlushBytes)
                    await SendAsync();
            }

            ScoreTelemetry.Count(served.Model, batch.Count);
            await SendAsync();
            await body.FlushAsync(aborted);
        }

        writer.End(output);
        await SendAsync();

        async ValueTask SendAsync()
        {
            await body.WriteAsync(output.WrittenMemory, aborted);
            output.ResetWrittenCount();
        }
    }

    private ScoreResult Score(in SentCustomer sent) =>
        sent.Error is { } error ? new ScoreResult { Error = error } : scorer.Score(sent.Json, path: "", reasons);
}
