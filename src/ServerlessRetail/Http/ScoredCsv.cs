using System.Buffers;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>Scores a CSV file as it is read and sends each block of rows at once, with bounded memory. Stops when the client hangs up.</summary>
internal sealed class ScoredCsv(ServedModel served, CsvFile file, CsvScoring scoring, TimeProvider time) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => StreamedAnswer.ExecuteAsync(httpContext, served, CsvScoreWriter.MediaType, time, WriteAsync);

    private async Task WriteAsync(Stream body, CancellationToken aborted)
    {
        await using var rows = file;
        var header = new ArrayBufferWriter<byte>();
        scoring.WriteHeader(header);
        await body.WriteAsync(header.WrittenMemory, aborted);
        await scoring.ScoreAsync(file, SendAsync, aborted);

        async ValueTask SendAsync(ReadOnlyMemory<byte> scores, CancellationToken cancellationToken)
        {
            await body.WriteAsync(scores, cancellationToken);
            await body.FlushAsync(cancellationToken);
        }
    }
}
