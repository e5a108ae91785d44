using System.Buffers;
using System.Text.Json;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>Writes scores as JSON: one a line, or as the elements of an array. Each states model, version and task.</summary>
internal sealed class JsonScoreWriter(ServedModel served, bool asLines) : IScoreWriter
{
    private bool _isFirst = true;

    public string ContentType => asLines ? "application/x-ndjson" : "application/json";

    public void Begin(IBufferWriter<byte> output)
    {
        if (!asLines)
            output.Write("["u8);
    }

    public void Write(in SentCustomer sent, ScoreResult result, IBufferWriter<byte> output)
    {
        if (!asLines && !_isFirst)
            output.Write(","u8);
        _isFirst = false;
        output.Write(JsonSerializer.SerializeToUtf8Bytes(result with
        {
            Model = served.Model,
            Version = served.Version,
            Task = served.Fitted.Task,
            Line = result.Error is null ? null : sent.Line,
        }, HttpJson.Readable.ScoreResult));
        if (asLines)
            output.Write("\n"u8);
    }

    public void End(IBufferWriter<byte> output)
    {
        if (!asLines)
            output.Write("]"u8);
    }
}
