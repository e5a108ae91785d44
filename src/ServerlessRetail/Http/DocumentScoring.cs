using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Http;

/// <summary>Scores the customers of a request that is one JSON document.</summary>
internal sealed class DocumentScoring(TimeProvider time)
{
    /// <param name="wanted">How they are answered.</param>
    public ValueTask<IResult> ScoreAsync(ServedModel served, ScoreOptions options, ScoreForm wanted, HttpRequest request, CancellationToken cancellationToken)
    {
        var reading = RequestBody.ReadAsync(request, cancellationToken);
        return reading.IsCompletedSuccessfully ? Score(served, options, wanted, reading.Result) : WaitAsync(served, options, wanted, reading);
    }

    private async ValueTask<IResult> WaitAsync(ServedModel served, ScoreOptions options, ScoreForm wanted, ValueTask<ReceivedBody?> reading) =>
        await Score(served, options, wanted, await reading);

    /// <param name="received">Released once the answer is written; null: too large.</param>
    private ValueTask<IResult> Score(ServedModel served, in ScoreOptions options, ScoreForm wanted, in ReceivedBody? received)
    {
        if (received is not { } body)
            return new(Problems.BodyTooLarge().ToResult());
        if (body.Bytes.Length == 0)
        {
            body.Release();
            return new(Problems.EmptyBody().ToResult());
        }

        var startedAt = ScoreTelemetry.Begin(time);
        if (wanted != ScoreForm.Json || OneScore.TryScore(served, options, body) is not { } one)
            return ScoreAnyAsync(served, options, wanted, body, startedAt);
        ScoreTelemetry.Count(served.Model, customers: 1);
        ScoreTelemetry.End(served.Model, time, startedAt);
        return new(one);
    }

    private async ValueTask<IResult> ScoreAnyAsync(ServedModel served, ScoreOptions options, ScoreForm wanted, ReceivedBody body, long? startedAt)
    {
        DocumentScores? answer = null;
        var blocks = new ScoredBlocks(served, options);
        try
        {
            var customers = new JsonDocumentCustomers(
                served.Kit.KnowsCustomers, ScoringEndpoints.MaxCustomers, document => AnswerForm.OfDocument(served, wanted, document, options.Reasons));
            var form = customers.Read(body.Bytes, blocks);
            await blocks.CompleteAsync();
            if (ProblemOf(form, customers.Count) is { } problem)
                return problem.ToResult();
            ScoreTelemetry.Count(served.Model, customers.Count);
            if (form == JsonDocumentForm.One && wanted == ScoreForm.Json && blocks.Blocks[0].Row(0) is { Errors.Count: > 0 } row)
                return ScoreResults.ProblemOf(row).ToResult();
            return answer = new DocumentScores(blocks, customers.Answers!, served.Kit.ETag, body);
        }
        catch (JsonException exception)
        {
            return Problems.BrokenJson(exception).ToResult();
        }
        finally
        {
            // Else the answer holds them until it is written.
            if (answer is null)
            {
                blocks.Clear();
                body.Release();
            }
            ScoreTelemetry.End(served.Model, time, startedAt);
        }
    }

    /// <returns>What is wrong with a document's customers as a whole; null where nothing is.</returns>
    private static Problem? ProblemOf(JsonDocumentForm form, int customers) => form switch
    {
        JsonDocumentForm.Nothing => Problems.NotCustomers(),
        _ when customers > ScoringEndpoints.MaxCustomers => Problems.TooManyCustomers(customers, ScoringEndpoints.MaxCustomers),
        _ => null,
    };
}
