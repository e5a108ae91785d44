using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Writes answers in a form that is made of records. For one thread at a time.</summary>
internal sealed class RecordRowWriter(FittedModel model, IScoreWriter writer) : IRowWriter
{
    public void Write(ReadOnlySpan<byte> text, CustomerRow row, RowScore? score, AnswerBuffer output) =>
        writer.Write(new SentCustomer(row.Line, default, row.Problem), ScoreResults.Of(model, text, row, score), output);
}
