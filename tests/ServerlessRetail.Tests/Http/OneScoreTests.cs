using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Scoring;

namespace ServerlessRetail.Tests.Http;

/// <summary>A plain customer is answered in a way of his own, and nobody can tell from the answer.</summary>
public sealed class OneScoreTests
{
    private const string Trace = "00-1";

    [Fact]
    public void The_answer_is_that_of_the_plain_way_byte_for_byte() => Gen.Select(AnyCustomers.Plain, Gen.Int[0, 2], Gen.Int[0, 8], Gen.Bool).Sample((json, model, reasons, strict) =>
    {
        var served = AnyCustomers.Models[model];
        var options = new ScoreOptions(reasons, Strict: strict);
        var expected = new ReferenceScorer(served, options).Score(Sent.Element(json), "");

        var (status, answer, etag) = Answer(served, $" {json}\n", options);

        if (json.Contains("churn", StringComparison.Ordinal) && !served.Kit.Fields.Knows("churn"u8))
        {
            Assert.Null(answer);
        }
        else if (expected.Error is { } problem)
        {
            Assert.Equal((problem.Status, null), (status, etag));
            Assert.Equal(JsonSerializer.Serialize(problem with { TraceId = Trace }, HttpJson.Readable.Problem), answer);
        }
        else
        {
            Assert.Equal((StatusCodes.Status200OK, "\"0123456789ab\""), (status, etag));
            Assert.Equal(JsonSerializer.Serialize(new ReferenceScorer(served, options).Named(expected), HttpJson.Readable.ScoreResult), answer);
        }
    }, iter: 2_000);

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"tenure":1}]""")]
    [InlineData("""{"customers":[{"tenure":1}]}""")]
    [InlineData("""{"tenure":1}}""")]
    [InlineData("""{"tenure":1}{"tenure":1}""")]
    [InlineData("""{"tenure":1""")]
    [InlineData("""{"\u0074enure":1}""")]
    [InlineData("""{"shoe size":1}""")]
    [InlineData("7")]
    [InlineData("\n")]
    public async Task Anything_else_is_left_unread(string json)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(json), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        var body = new ReceivedBody(pipe.Reader, (await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken)).Buffer);

        Assert.Null(OneScore.TryScore(AnyCustomers.Models[0], default, body));

        // A second time it would throw.
        body.Release();
    }

    [Theory]
    [InlineData("tier")]
    [InlineData("comment")]
    [InlineData("customerId")]
    public void Bytes_that_are_not_UTF8_are_left_to_those_who_tell_their_field(string field)
    {
        byte[] json = [.. Encoding.UTF8.GetBytes($$"""{"tenure":1,"{{field}}":"x"""), 0xFF, .. "\"}"u8];

        Assert.Null(OneScore.TryScore(AnyCustomers.Models[0], default, Sent.Body(json)));
    }

    [Fact]
    public void Another_customer_gets_nothing_of_the_one_before()
    {
        var (_, first, _) = Answer(AnyCustomers.Models[0], """{"tenure":5,"tier":"gold","customerId":"C-1"}""", default);
        Answer(AnyCustomers.Models[0], """{"tenure":true}""", default);
        Answer(AnyCustomers.Models[0], """{"tenure":70,"member":"no","customerId":"C-2"}]""", default);

        Assert.Equal(first, Answer(AnyCustomers.Models[0], """{"tenure":5,"tier":"gold","customerId":"C-1"}""", default).Body);
    }

    private static (int Status, string? Body, string? ETag) Answer(ServedModel served, string json, ScoreOptions options)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { TraceIdentifier = Trace, Response = { Body = answer } };
        if (OneScore.TryScore(served, options, Sent.Body(Encoding.UTF8.GetBytes(json))) is not { } one)
            return default;
        Assert.True(one.ExecuteAsync(context).IsCompletedSuccessfully);
        Assert.Equal(answer.Length, context.Response.ContentLength);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()), context.Response.Headers.ETag);
    }
}
