using System.Buffers;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>Answers a JSON document whose customers are scored.</summary>
/// <param name="form">How the blocks were written.</param>
/// <param name="body">Of the request; released once the answer is written.</param>
internal sealed class DocumentScores(ScoredBlocks blocks, AnswerForm form, string etag, ReceivedBody body) : IResult
{
    private const int BlocksAtOnce = 8;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var skip = form.HasCommas && blocks.Count > 0 ? 1 : 0;
        long length = form.Head.Length + form.Tail.Length - skip;
        for (var block = 0; block < blocks.Blocks.Count; block++)
            length += blocks.Blocks[block].Output.WrittenCount;
        var response = httpContext.Response;
        AnswerHeaders.Set(response, form.ContentType, etag, length);

        // Headers first: what is written before them is put aside and copied once more.
        await response.StartAsync(CancellationToken.None);
        var output = response.BodyWriter;
        output.Write(form.Head.Span);
        for (var block = 0; block < blocks.Blocks.Count; block++)
        {
            output.Write(blocks.Blocks[block].Output.WrittenSpan[skip..]);
            skip = 0;
            if (block % BlocksAtOnce == BlocksAtOnce - 1)
                await output.FlushAsync(httpContext.RequestAborted);
        }

        output.Write(form.Tail.Span);
        blocks.Clear();
        body.Release();

        // Ends with the connection too: no token has to be made for it.
        await output.FlushAsync(CancellationToken.None);
    }
}
