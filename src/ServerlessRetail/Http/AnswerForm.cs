using System.Buffers;
using System.Text.Json;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Http;

/// <summary>How the answers of many customers are written one after the other.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="Writer">Writes a customer's answer.</param>
/// <param name="Head">Stands before them.</param>
/// <param name="Tail">Stands after them.</param>
internal sealed record AnswerForm(string ContentType, IRowWriter Writer, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail)
{
    public const string Json = "application/json";

    /// <summary>Whether a comma stands before each, of which the first is left out.</summary>
    public bool HasCommas { get; init; }

    /// <summary>Whether the writer can be shared by threads.</summary>
    public bool IsParallel { get; init; } = true;

    /// <summary>How the customers of a JSON document are answered.</summary>
    /// <param name="wanted">The form of the answer.</param>
    /// <param name="document">The form of the request.</param>
    /// <param name="reasons">How many reasons a score has, 0 or more.</param>
    public static AnswerForm OfDocument(ServedModel served, ScoreForm wanted, JsonDocumentForm document, int reasons) => (wanted, document) switch
    {
        (ScoreForm.Json, JsonDocumentForm.One) => new(Json, served.Kit.One, default, default),
        (ScoreForm.Json, JsonDocumentForm.Batch) => Batch(served),
        _ => Of(served, wanted, reasons, tellsLine: false),
    };

    /// <summary>How customers are answered who each stand for themselves.</summary>
    /// <param name="wanted">The form of the answer.</param>
    /// <param name="reasons">How many reasons a score has, 0 or more.</param>
    /// <param name="tellsLine">Whether an error in an array tells the line that the customer was on.</param>
    public static AnswerForm Of(ServedModel served, ScoreForm wanted, int reasons, bool tellsLine) => wanted switch
    {
        ScoreForm.Csv => Records(served, reasons),
        ScoreForm.JsonLines => Lines(served),
        _ => Array(served, tellsLine),
    };

    /// <summary>An array whose elements all state model, version and task.</summary>
    /// <param name="tellsLine">Whether an error tells the line that the customer was on.</param>
    public static AnswerForm Array(ServedModel served, bool tellsLine) => new(
        Json, served.Kit.Writer(JsonAnswerParts.Name | JsonAnswerParts.Comma | (tellsLine ? JsonAnswerParts.LineOfError : 0)), "["u8.ToArray(), "]"u8.ToArray())
    {
        HasCommas = true,
    };

    /// <summary>A <see cref="ScoreBatch"/>.</summary>
    private static AnswerForm Batch(ServedModel served)
    {
        var empty = JsonSerializer.SerializeToUtf8Bytes(new ScoreBatch(served.Model, served.Version, served.Fitted.Task, []), HttpJson.Readable.ScoreBatch);
        return new(Json, served.Kit.Writer(JsonAnswerParts.Comma), empty.AsMemory(..^2), empty.AsMemory(^2..)) { HasCommas = true };
    }

    public static AnswerForm Lines(ServedModel served) => new(
        "application/x-ndjson", served.Kit.Writer(JsonAnswerParts.Name | JsonAnswerParts.LineOfError | JsonAnswerParts.LineFeed), default, default);

    /// <summary>CSV with a header.</summary>
    private static AnswerForm Records(ServedModel served, int reasons)
    {
        var writer = new CsvScoreWriter(served, reasons);
        var (head, tail) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        writer.Begin(head);
        writer.End(tail);
        return new(writer.ContentType, new RecordRowWriter(served.Fitted, writer), head.WrittenMemory, tail.WrittenMemory) { IsParallel = false };
    }
}
