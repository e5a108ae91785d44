using System.Text.Json;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>What a JSON document of a request is.</summary>
internal enum JsonDocumentForm
{
    /// <summary>One customer.</summary>
    One,

    /// <summary>An array of customers.</summary>
    Array,

    /// <summary><c>{ "customers": [ … ] }</c>.</summary>
    Batch,

    /// <summary>Neither.</summary>
    Nothing,
}

/// <summary>Reads the customers of a JSON document in one pass.</summary>
/// <param name="knowsCustomers">Whether the model's file had a column called "customers": then an object with such a field is one customer.</param>
/// <param name="most">Most customers to read; more are counted.</param>
/// <param name="answers">How customers of a document of a form are answered.</param>
internal sealed class JsonDocumentCustomers(bool knowsCustomers, int most, Func<JsonDocumentForm, AnswerForm> answers)
{
    private const string List = "customers";

    private static ReadOnlySpan<byte> ListName => "customers"u8;

    /// <summary>Customers in the document.</summary>
    public int Count { get; private set; }

    /// <summary>How they are answered.</summary>
    public AnswerForm? Answers { get; private set; }

    /// <param name="document">UTF-8.</param>
    /// <param name="blocks">Takes the customers.</param>
    /// <exception cref="JsonException">The document is broken, wherever that is.</exception>
    public JsonDocumentForm Read(ReadOnlyMemory<byte> document, ScoredBlocks blocks)
    {
        var reader = new Utf8JsonReader(document.Span);
        reader.Read();
        var form = ReadRoot(ref reader, document, blocks);

        // Whatever follows breaks the document.
        reader.Read();
        return form;
    }

    private JsonDocumentForm ReadRoot(ref Utf8JsonReader reader, ReadOnlyMemory<byte> document, ScoredBlocks blocks)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                Begin(JsonDocumentForm.Array, document, blocks);
                ReadArray(ref reader, "", blocks);
                return JsonDocumentForm.Array;
            case JsonTokenType.StartObject:
                var form = !knowsCustomers && MayHaveList(document.Span) ? ReadBatch(ref reader, document, blocks) : null;
                if (form is not null)
                    return form.Value;
                Begin(JsonDocumentForm.One, document, blocks);
                blocks.Read(ref reader, line: 1, list: null);
                Count = 1;
                return JsonDocumentForm.One;
            default:
                reader.Skip();
                return JsonDocumentForm.Nothing;
        }
    }

    /// <returns>Null for an object without the list; the reader is then where it was.</returns>
    private JsonDocumentForm? ReadBatch(ref Utf8JsonReader reader, ReadOnlyMemory<byte> document, ScoredBlocks blocks)
    {
        JsonDocumentForm? form = null;
        var whole = reader;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isList = IsListName(ref reader);
            reader.Read();
            if (isList)
            {
                // Of a field that is sent twice the last counts.
                Begin(JsonDocumentForm.Batch, document, blocks);
                form = reader.TokenType == JsonTokenType.StartArray ? JsonDocumentForm.Batch : JsonDocumentForm.Nothing;
            }
            if (isList && form == JsonDocumentForm.Batch)
                ReadArray(ref reader, List, blocks);
            else
                reader.Skip();
        }

        if (form is null)
            reader = whole;
        return form;
    }

    private void Begin(JsonDocumentForm form, ReadOnlyMemory<byte> document, ScoredBlocks blocks)
    {
        Answers = answers(form);
        blocks.Begin(document, Answers.Writer, Answers.IsParallel);
        Count = 0;
    }

    /// <param name="list">The array's name, for errors; where the answer is no array, each of its lines is a request of its own.</param>
    private void ReadArray(ref Utf8JsonReader reader, string list, ScoredBlocks blocks)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++Count <= most)
                blocks.Read(ref reader, Count, Answers!.HasCommas ? list : null);
            else
                reader.Skip();
        }
    }

    /// <summary>A name with escapes may be any.</summary>
    private static bool MayHaveList(ReadOnlySpan<byte> document) => document.IndexOf(ListName) >= 0 || document.Contains((byte)'\\');

    private static bool IsListName(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.SequenceEqual(ListName);
        try
        {
            return reader.ValueTextEquals(ListName);
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return false;
        }
    }
}
