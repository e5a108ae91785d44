using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;
using ServerlessRetail.Tests.Scoring;

namespace ServerlessRetail.Tests.Http;

public sealed class LineScoresTests
{
    private static readonly ServedModel Served = new("churn", "0123456789ab", new ModelBuilder(ModelBuilder.RetailRecipe).Build());

    [Fact]
    public async Task Every_line_is_answered_by_a_line_with_the_score_of_a_single_request()
    {
        var expected = new Scorer(Served).Score(Sent.Element(Sent.Complete), "", reasons: 0);

        var (context, answer) = await ScoreAsync($"{Sent.Complete}\r\n\n{Sent.Complete}");

        var lines = Lines(answer);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line =>
        {
            Assert.Equal(("churn", "0123456789ab", "binary", "C-17"), ((string)line["model"]!, (string)line["version"]!, (string)line["task"]!, (string)line["id"]!));
            Assert.Equal(expected.Probability, (double)line["probability"]!);
            Assert.Null(line["reasons"]);
            Assert.Null(line["line"]);
        });
        Assert.Equal("application/x-ndjson", context.Response.ContentType);
        Assert.Equal("\"0123456789ab\"", context.Response.Headers.ETag);
    }

    [Fact]
    public async Task A_line_that_cannot_be_scored_is_an_error_with_its_number_and_the_others_go_on()
    {
        var tooLong = $"{{ \"tier\": \"{new string('x', LineScores.MaxLineBytes)}\" }}";

        var (_, answer) = await ScoreAsync($"\uFEFF{Sent.Complete}\n{{ \"tenure\": 3\n{tooLong}\n7\n{Sent.With("tenure", "true")}\n{Sent.Complete} 8\n{Sent.Complete}\n");

        var lines = Lines(answer);
        Assert.Equal(
            [(null, null), (2, "brokenJson"), (3, "lineTooLong"), (4, "invalidCustomer"), (5, "invalidCustomer"), (6, "brokenJson"), (null, null)],
            lines.Select(line => ((int?)line["line"], (string?)line["error"]?["code"])));
        Assert.Contains("line 2, column", (string)lines[1]["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal("tenure", (string)lines[4]["error"]!["errors"]![0]!["path"]!);
        Assert.Equal("C-17", (string)lines[4]["id"]!);
    }

    [Fact]
    public void Whatever_is_sent_each_line_is_answered_as_serialising_its_record_would() =>
        Gen.Select(Gen.OneOf(AnyCustomers.Customer, Gen.Const("{ oops"), Gen.Const(" \t")).Array[0, 12], Gen.Int[0, 2], Gen.Int[0, 1]).Sample((lines, model, reasons) =>
        {
            var (served, options) = (AnyCustomers.Models[model], new ScoreOptions(3 * reasons));
            var reference = new ReferenceScorer(served, options);
            var expected = lines.Select((line, i) => line == " \t" ? "" : JsonSerializer.Serialize(Expect(reference, line, i + 1), HttpJson.Readable.ScoreResult) + "\n");

            using var answer = new MemoryStream();
            var context = new DefaultHttpContext { Response = { Body = answer } };
            using var request = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            new LineScores(served, options, request, AnswerForm.Lines(served), TimeProvider.System).ExecuteAsync(context).GetAwaiter().GetResult();

            Assert.Equal(string.Concat(expected), Encoding.UTF8.GetString(answer.ToArray()));
        }, iter: 300);

    [Fact]
    public async Task An_array_can_be_asked_for()
    {
        var (context, answer) = await ScoreAsync($"{Sent.Complete}\n7\n", asLines: false);

        Assert.Equal(2, JsonNode.Parse(answer)!.AsArray().Count);
        Assert.Equal("application/json", context.Response.ContentType);
    }

    [Fact]
    public async Task A_line_is_answered_before_the_next_one_is_sent()
    {
        var (request, response) = (new Pipe(), new Pipe());
        var token = TestContext.Current.CancellationToken;
        await request.Writer.WriteAsync(Encoding.UTF8.GetBytes(Sent.Complete + "\n"), token);
        var scoring = AnswerAsync(request.Reader.AsStream(), response.Writer.AsStream(), CancellationToken.None);

        var first = await response.Reader.ReadAsync(token);
        Assert.Equal((byte)'\n', first.Buffer.Slice(first.Buffer.Length - 1).FirstSpan[0]);
        response.Reader.AdvanceTo(first.Buffer.End);
        await request.Writer.CompleteAsync();

        await scoring;
    }

    [Fact]
    public async Task A_client_that_hangs_up_stops_the_work()
    {
        using var client = new CancellationTokenSource();
        var request = new Pipe();
        await request.Writer.WriteAsync(Encoding.UTF8.GetBytes(Sent.Complete + "\n"), TestContext.Current.CancellationToken);
        var scoring = AnswerAsync(request.Reader.AsStream(), Stream.Null, client.Token);

        await client.CancelAsync();

        await scoring;
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_number_of_lines()
    {
        var answer = new CountingStream();

        await AnswerAsync(new RepeatedStream(Encoding.UTF8.GetBytes(Sent.Complete + "\n"), 100_000), answer, CancellationToken.None);

        Assert.Equal(100_000, answer.LineFeeds);
        Assert.InRange(answer.LargestWrite, 1, 200_000);
    }

    private static ScoreResult Expect(ReferenceScorer reference, string line, int number)
    {
        try
        {
            var result = reference.Named(reference.Score(Sent.Element(line), ""));
            return result.Error is null ? result : result with { Line = number };
        }
        catch (JsonException exception)
        {
            return reference.Named(new ScoreResult { Line = number, Error = Problems.BrokenJson(exception, linesBefore: number - 1) });
        }
    }

    private static JsonNode[] Lines(string answer) =>
        [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static async Task<(HttpContext Context, string Answer)> ScoreAsync(string body, bool asLines = true)
    {
        using var answer = new MemoryStream();
        var context = await AnswerAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), answer, CancellationToken.None, asLines);
        return (context, Encoding.UTF8.GetString(answer.ToArray()));
    }

    private static async Task<HttpContext> AnswerAsync(Stream request, Stream response, CancellationToken aborted, bool asLines = true)
    {
        var context = new DefaultHttpContext { RequestAborted = aborted };
        context.Response.Body = response;
        var form = asLines ? AnswerForm.Lines(Served) : AnswerForm.Array(Served, tellsLine: true);
        await new LineScores(Served, default, request, form, TimeProvider.System).ExecuteAsync(context);
        return context;
    }

    /// <summary>A content many times over, never held whole.</summary>
    private sealed class RepeatedStream(byte[] content, int times) : MemoryStream
    {
        private long _position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, ((long)content.Length * times) - _position);
            for (var i = 0; i < count; i++)
                buffer.Span[i] = content[_position++ % content.Length];
            return new(count);
        }
    }

    private sealed class CountingStream : MemoryStream
    {
        public int LineFeeds { get; private set; }

        public int LargestWrite { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LineFeeds += buffer.Span.Count((byte)'\n');
            LargestWrite = Math.Max(LargestWrite, buffer.Length);
            return default;
        }
    }
}
