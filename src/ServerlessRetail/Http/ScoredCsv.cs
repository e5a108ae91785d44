using System.Buffers;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>Scores a CSV file as it is read and sends each block of rows at once, with bounded memory. Stops when the client hangs up.</summary>
internal sealed class ScoredCsv(ServedModel served, CsvFile file, CsvScoring scoring) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = CsvScoreWriter.MediaType;
        response.Headers.ETag = JsonAnswer.ETagOf(served.Version);
        try
        {
            await using var rows = file;
            var header = new ArrayBufferWriter<byte>();
            scoring.WriteHeader(header);
            await response.Body.WriteAsync(header.WrittenMemory, aborted);
            await scoring.ScoreAsync(file, SendAsync, aborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && aborted.IsCancellationRequested)
        {
            // Nobody is there to read on.
        }

        async ValueTask SendAsync(ReadOnlyMemory<byte> scores, CancellationToken cancellationToken)
        {
            await response.Body.WriteAsync(scores, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
