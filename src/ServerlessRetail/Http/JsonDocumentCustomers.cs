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

/// <summary>Reads the customers of a JSON document, one after the other.</summary>
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
        try
        {
            if (ReadRoot(document, blocks, out var end) is { } form && end != JsonText.None && JsonText.SkipSpace(document.Span, end) == document.Length)
                return form;
        }
        catch (JsonException)
        {
            // Of a part, which knows only its own lines.
        }
        throw JsonText.ErrorOf(document.Span);
    }

    /// <param name="end">The place after the document; <see cref="JsonText.None"/> where it is broken.</param>
    private JsonDocumentForm ReadRoot(ReadOnlyMemory<byte> document, ScoredBlocks blocks, out int end)
    {
        var start = JsonText.SkipSpace(document.Span, 0);
        switch (start < document.Length ? document.Span[start] : default)
        {
            case (byte)'[':
                Begin(JsonDocumentForm.Array, document, blocks);
                end = ReadArray(document.Span, start, "", blocks);
                return JsonDocumentForm.Array;
            case (byte)'{':
                if (!knowsCustomers && MayHaveList(document.Span) && ReadBatch(document, start, blocks, out end) is { } form)
                    return form;

                // A plain customer would have been answered by himself.
                Begin(JsonDocumentForm.One, document, blocks);
                Count = 1;
                end = blocks.ReadAny(start);
                return JsonDocumentForm.One;
            default:
                end = JsonText.SkipValue(document.Span, start);
                return JsonDocumentForm.Nothing;
        }
    }

    /// <returns>Null for an object without the list.</returns>
    private JsonDocumentForm? ReadBatch(ReadOnlyMemory<byte> document, int start, ScoredBlocks blocks, out int end)
    {
        JsonDocumentForm? form = null;
        var reader = new Utf8JsonReader(document.Span[start..]);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isList = IsListName(ref reader);
            reader.Read();
            if (isList)
            {
                // Of a field that is sent twice the last counts.
                Begin(JsonDocumentForm.Batch, document, blocks);
                form = reader.TokenType == JsonTokenType.StartArray ? JsonDocumentForm.Batch : JsonDocumentForm.Nothing;
                if (form == JsonDocumentForm.Batch)
                    ReadArray(document.Span, start + (int)reader.TokenStartIndex, List, blocks);
            }
            reader.Skip();
        }

        end = start + (int)reader.BytesConsumed;
        return form;
    }

    private void Begin(JsonDocumentForm form, ReadOnlyMemory<byte> document, ScoredBlocks blocks)
    {
        Answers = answers(form);
        blocks.Begin(document, Answers.Writer, Answers.IsParallel);
        Count = 0;
    }

    /// <param name="start">Place of the bracket that opens it.</param>
    /// <param name="list">The array's name, for errors; where the answer is no array, each of its lines is a request of its own.</param>
    /// <returns>The place after the array; <see cref="JsonText.None"/> where it is broken.</returns>
    private int ReadArray(ReadOnlySpan<byte> document, int start, string list, ScoredBlocks blocks)
    {
        var name = Answers!.HasCommas ? list : null;
        var at = JsonText.SkipSpace(document, start + 1);
        if (at < document.Length && document[at] == ']')
            return at + 1;
        while (true)
        {
            var end = ++Count <= most ? blocks.Read(at, Count, name) : JsonText.SkipValue(document, at);
            at = JsonText.SkipSpace(document, end);
            if (at < document.Length && document[at] == ']')
                return at + 1;
            if (at >= document.Length || document[at] != ',')
                return JsonText.None;
            at = JsonText.SkipSpace(document, at + 1);
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
