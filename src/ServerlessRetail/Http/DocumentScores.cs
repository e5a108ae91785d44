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
        await ScoreAnswer.StartAsync(httpContext.Response, form.ContentType, etag, length);

        var output = httpContext.Response.BodyWriter;
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
        await ScoreAnswer.EndAsync(output);
    }
}
