using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;
using ServerlessRetail.Tests.Scoring;

namespace ServerlessRetail.Tests.Http;

/// <summary>Whatever is sent, the answer is byte for byte what serialising the records of the plain way gives.</summary>
public sealed class DocumentScoresTests
{
    private const int Most = 2_000;

    private static readonly Gen<ScoreOptions> AnyOptions = Gen.Select(
        Gen.Int[0, 2], Gen.Bool, Gen.Double[0, 1], (reasons, strict, threshold) => new ScoreOptions(new[] { 0, 2, 100 }[reasons], strict ? null : threshold, strict));

    [Fact]
    public void One_customer() => Gen.Select(AnyCustomers.Customer, Gen.Int[0, 2], AnyOptions).Sample((json, model, options) =>
    {
        var served = AnyCustomers.Models[model];
        using var parsed = JsonDocument.Parse(json);
        if (parsed.RootElement.ValueKind != JsonValueKind.Object || json.Contains("ustomers", StringComparison.Ordinal))
            return;
        var reference = new ReferenceScorer(served, options);

        var (_, answer) = Score(served, json, options);

        Assert.Equal(JsonSerializer.Serialize(reference.Named(reference.Score(parsed.RootElement, "")), HttpJson.Readable.ScoreResult), answer);
    }, iter: 1_000);

    [Fact]
    public void An_array() => Gen.Select(AnyCustomers.Customer.Array[0, 5], Gen.Int[0, 2], AnyOptions).Sample((customers, model, options) =>
    {
        var (form, answer) = Score(AnyCustomers.Models[model], $" [{string.Join(", ", customers)}]\n", options);

        Assert.Equal(JsonDocumentForm.Array, form);
        Assert.Equal(ArrayOf(AnyCustomers.Models[model], customers, options), answer);
    }, iter: 500);

    [Fact]
    public void A_batch() => Gen.Select(AnyCustomers.Customer.Array[0, 5], Gen.Int[0, 2], AnyOptions).Sample((customers, model, options) =>
    {
        var served = AnyCustomers.Models[model];
        var reference = new ReferenceScorer(served, options);
        var results = customers.Select((customer, i) => reference.Score(Sent.Element(customer), string.Create(CultureInfo.InvariantCulture, $"customers[{i}]")));

        var (form, answer) = Score(served, $$"""{ "other": { "customers": 3 }, "customers": [{{string.Join(',', customers)}}] }""", options);

        Assert.Equal(JsonDocumentForm.Batch, form);
        Assert.Equal(JsonSerializer.Serialize(new ScoreBatch(served.Model, served.Version, served.Fitted.Task, [.. results]), HttpJson.Readable.ScoreBatch), answer);
    }, iter: 500);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Many_customers_on_all_cores_keep_their_order(int reasons)
    {
        var customers = AnyCustomers.Customer.Array[1_500].Single(_ => true, "0000KOIKCEn4");

        var (_, answer) = Score(AnyCustomers.Models[2], $"[{string.Join(',', customers)}]", new ScoreOptions(reasons));

        Assert.Equal(ArrayOf(AnyCustomers.Models[2], customers, new ScoreOptions(reasons)), answer);
    }

    [Theory]
    [InlineData("""{ "\u0063ustomers": [] }""", JsonDocumentForm.Batch, 0)]
    [InlineData("""{ "customers": 3, "customers": [7] }""", JsonDocumentForm.Batch, 1)]
    [InlineData("""{ "customers": [7, 8], "x": [], "customers": [7] }""", JsonDocumentForm.Batch, 1)]
    [InlineData("""{ "customers": [7], "customers": {} }""", JsonDocumentForm.Nothing, 0)]
    [InlineData("""{ "tenure": 1, "x": { "customers": [] } }""", JsonDocumentForm.One, 1)]
    [InlineData("""{ "\ud800": 1, "tenure": 1 }""", JsonDocumentForm.One, 1)]
    [InlineData("7", JsonDocumentForm.Nothing, 0)]
    internal void A_list_of_customers_is_found_wherever_it_stands(string json, JsonDocumentForm form, int count)
    {
        var blocks = new ScoredBlocks(AnyCustomers.Models[0], default);
        var customers = new JsonDocumentCustomers(knowsCustomers: false, Most, _ => AnswerForm.Array(AnyCustomers.Models[0], tellsLine: false));

        Assert.Equal(form, customers.Read(Encoding.UTF8.GetBytes(json), blocks));
        Assert.Equal(count, customers.Count);
    }

    [Fact]
    public void A_model_with_a_column_called_customers_takes_an_object_with_it_for_one_customer() =>
        Assert.Equal(JsonDocumentForm.One, Score(AnyCustomers.Models[0], """{ "customers": [] }""", default, knowsCustomers: true).Form);

    [Fact]
    public void More_customers_than_allowed_are_counted_and_not_read()
    {
        var blocks = new ScoredBlocks(AnyCustomers.Models[0], default);
        var customers = new JsonDocumentCustomers(knowsCustomers: false, most: 2, _ => AnswerForm.Array(AnyCustomers.Models[0], tellsLine: false));

        customers.Read("[{},{},{},7]"u8.ToArray(), blocks);

        Assert.Equal((4, 2), (customers.Count, blocks.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("]")]
    [InlineData("\n  oops]")]
    [InlineData("] []")]
    [InlineData(",{\"tenure\":}]")]
    public void Broken_JSON_breaks_at_the_place_that_a_parser_tells_however_much_was_scored_before(string end)
    {
        var json = $"[{string.Concat(Enumerable.Repeat("""{ "tenure": 3 },""" + "\n", 700))}7{end}";
        var expected = Record.Exception(() => JsonDocument.Parse(json).Dispose()) as JsonException;

        var exception = Record.Exception(() => Score(AnyCustomers.Models[0], json, default)) as JsonException;

        Assert.Equal((expected?.LineNumber, expected?.BytePositionInLine), (exception?.LineNumber, exception?.BytePositionInLine));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_of_their_field()
    {
        byte[] json = [.. "{\"tenure\":1,\"tier\":\""u8, 0xFF, .. "\",\""u8, 0xC3, .. "\":3}"u8];

        var (_, answer) = Score(AnyCustomers.Models[0], json, default);

        Assert.Contains("tier is not valid text. The name of a field is not valid text.", answer, StringComparison.Ordinal);
    }

    /// <summary>What is allocated does not grow with the customers, as long as there is nothing to say about them.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_clean_customer_allocates_nothing(int reasons)
    {
        var served = new ServedModel("retail", "0123456789ab", new ModelBuilder(ModelBuilder.RetailRecipe).Build());

        var few = Allocated(20);
        var many = Allocated(220);

        Assert.InRange(many - few, -2_000, 2_000);

        long Allocated(int count)
        {
            var json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Sent.Complete, count))}]");
            var blocks = new ScoredBlocks(served, new ScoreOptions(reasons));
            long before = 0;
            for (var round = 0; round < 3; round++)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
                var customers = new JsonDocumentCustomers(knowsCustomers: false, Most, _ => AnswerForm.Array(served, tellsLine: false));
                customers.Read(json, blocks);
                Assert.True(blocks.CompleteAsync().IsCompletedSuccessfully);
                blocks.Clear();
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string ArrayOf(ServedModel served, string[] customers, ScoreOptions options)
    {
        var reference = new ReferenceScorer(served, options);
        var results = customers.Select((customer, i) => reference.Named(reference.Score(Sent.Element(customer), string.Create(CultureInfo.InvariantCulture, $"[{i}]"))));
        return JsonSerializer.Serialize([.. results], HttpJson.Readable.ListScoreResult);
    }

    private static (JsonDocumentForm Form, string Answer) Score(ServedModel served, string json, ScoreOptions options, bool knowsCustomers = false) =>
        Score(served, Encoding.UTF8.GetBytes(json), options, knowsCustomers);

    private static (JsonDocumentForm Form, string Answer) Score(ServedModel served, byte[] json, ScoreOptions options, bool knowsCustomers = false)
    {
        var body = Sent.Body(json);
        var blocks = new ScoredBlocks(served, options);
        var customers = new JsonDocumentCustomers(knowsCustomers, Most, document => AnswerForm.OfDocument(served, ScoreForm.Json, document, options.Reasons));
        try
        {
            var form = customers.Read(body.Bytes, blocks);
            blocks.CompleteAsync().GetAwaiter().GetResult();
            using var answer = new MemoryStream();
            var context = new DefaultHttpContext { Response = { Body = answer } };
            new DocumentScores(blocks, customers.Answers!, "\"1\"", body).ExecuteAsync(context).GetAwaiter().GetResult();
            Assert.Equal(answer.Length, context.Response.ContentLength);
            return (form, Encoding.UTF8.GetString(answer.ToArray()));
        }
        catch (JsonException)
        {
            blocks.Clear();
            throw;
        }
    }
}
