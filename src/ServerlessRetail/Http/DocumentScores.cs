using System.Buffers;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>Answers a JSON document whose customers are scored.</summary>
/// <param name="form">How the blocks were written.</param>
/// <param name="body">Of the request: goes back to where it was rented once the answer is written.</param>
internal sealed class DocumentScores(ScoredBlocks blocks, AnswerForm form, string etag, ReadOnlyMemory<byte> body) : IResult
{
    private const int BlocksAtOnce = 8;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = form.ContentType;
        response.Headers.ETag = etag;
        var skip = form.HasCommas && blocks.Count > 0 ? 1 : 0;
        long length = form.Head.Length + form.Tail.Length - skip;
        for (var block = 0; block < blocks.Blocks.Count; block++)
            length += blocks.Blocks[block].Output.WrittenCount;
        response.ContentLength = length;

        response.BodyWriter.Write(form.Head.Span);
        for (var block = 0; block < blocks.Blocks.Count; block++)
        {
            response.BodyWriter.Write(blocks.Blocks[block].Output.WrittenSpan[skip..]);
            skip = 0;
            if (block % BlocksAtOnce == BlocksAtOnce - 1)
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        response.BodyWriter.Write(form.Tail.Span);
        blocks.Clear();
        RequestBody.Release(body);

        // Ends with the connection too: no token has to be made for it.
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }
}
