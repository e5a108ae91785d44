using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>
/// Answers one customer who was sent as plain JSON and is answered in JSON, as nearly every request is. The score is made and
/// written in one go: what customers in numbers need, and unusual ones, would take longer than the score itself.
/// </summary>
/// <param name="block">Holds the answer; goes back once that is written.</param>
/// <param name="body">Of the request; released once the answer is written.</param>
internal sealed class OneScore(ScoringKit kit, CustomerBlock block, ReceivedBody body) : IResult
{
    /// <param name="body">Released with the answer, unless there is none.</param>
    /// <returns>The answer, or what is wrong with the customer; null where the body is anything but one plain customer, see <see cref="PlainFields"/>.</returns>
    public static IResult? TryScore(ServedModel served, in ScoreOptions options, in ReceivedBody body)
    {
        var text = body.Bytes.Span;
        var kit = served.Kit;
        var block = kit.Blocks.Get();
        var row = block.Add(line: 1, list: null);
        var isRead = kit.Fields.TryReadPlain(text, JsonText.SkipSpace(text, 0), row, block.CellsOf(0), options.Strict, out var end);
        if (isRead && JsonText.SkipSpace(text, end) == text.Length)
        {
            if (row.Errors.Count == 0)
            {
                block.Write(text, kit.One, options);
                return new OneScore(kit, block, body);
            }
            var problem = ScoreResults.ProblemOf(row).ToResult();
            kit.Blocks.Return(block);
            body.Release();
            return problem;
        }
        kit.Blocks.Return(block);
        return null;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        AnswerHeaders.Set(response, AnswerForm.Json, kit.ETag, block.Output.WrittenCount);

        // In one call, which ends with the connection by itself: no token has to be made for it.
        await response.BodyWriter.WriteAsync(block.Output.WrittenMemory, CancellationToken.None);
        kit.Blocks.Return(block);
        body.Release();
    }
}
