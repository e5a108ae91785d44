using System.Runtime.InteropServices;
using System.Text.Json;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Scores customers with one model, one after the other, each into a record. For one thread at a time.</summary>
/// <param name="served">The model.</param>
/// <param name="threshold">Probability from which the decision is the positive class, 0 to 1; null: the model's own.</param>
/// <param name="strict">Whether what the score would have to make do with is an error instead of a warning.</param>
public sealed class Scorer(ServedModel served, double? threshold = null, bool strict = false)
{
    private readonly FieldReader _fields = served.Kit.Fields;
    private readonly CustomerBlock _block = new(served.Fitted);
    private readonly ResultTaker _taker = new(served.Fitted);

    /// <param name="json">One customer.</param>
    /// <param name="path">Where it stands in the request; empty for the request itself.</param>
    /// <param name="reasons">How many reasons to give, 0 or more.</param>
    public ScoreResult Score(JsonElement json, string path, int reasons)
    {
        var text = JsonMarshal.GetRawUtf8Value(json);
        _block.Clear();
        var row = _block.Add(line: 1, list: null);
        row.Begin(path);
        _fields.Read(text, start: 0, row, _block.CellsOf(0), strict);
        _block.Write(text, _taker, new ScoreOptions(reasons, threshold, strict));
        return _taker.Result;
    }

    private sealed class ResultTaker(FittedModel model) : IRowWriter
    {
        public ScoreResult Result { get; private set; } = new();

        public void Write(ReadOnlySpan<byte> text, CustomerRow row, RowScore? score, AnswerBuffer output) =>
            Result = ScoreResults.Of(model, text, row, score);
    }
}
