using System.Buffers;

namespace ServerlessRetail.Scoring;

/// <summary>Writes scores in one form, one after the other. One for each answer.</summary>
internal interface IScoreWriter
{
    /// <summary>The media type of what is written.</summary>
    string ContentType { get; }

    void Begin(IBufferWriter<byte> output);

    /// <param name="sent">The customer as it was sent.</param>
    /// <param name="result">Its score or error.</param>
    /// <param name="output">Takes the bytes.</param>
    void Write(in SentCustomer sent, ScoreResult result, IBufferWriter<byte> output);

    void End(IBufferWriter<byte> output);
}
