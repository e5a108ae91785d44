
namespace ServerlessRetail.Scoring;

/// <summary>Writes customers' answers in one form. Keeps nothing of one for the next, so that many threads can share it.</summary>
internal interface IRowWriter
{
    /// <param name="text">Where the customer's values are.</param>
    /// <param name="row">The customer.</param>
    /// <param name="score">Null: the row tells why there is none.</param>
    /// <param name="output">Takes the bytes.</param>
    void Write(ReadOnlySpan<byte> text, CustomerRow row, RowScore? score, AnswerBuffer output);
}
