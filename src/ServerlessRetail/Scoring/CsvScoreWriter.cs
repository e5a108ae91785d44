using System.Buffers;
using System.Text;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Writes scores as CSV with a header, in UTF-8 with decimal points: the id or else the line, version, the score's columns,
/// reasons and error. No cell runs as a formula in a spreadsheet.
/// </summary>
/// <param name="served">The model.</param>
/// <param name="reasons">Columns for reasons, at most one for each column of the model.</param>
internal sealed class CsvScoreWriter(ServedModel served, int reasons) : IScoreWriter
{
    public const string MediaType = "text/csv; charset=utf-8; header=present";

    private const byte Delimiter = (byte)',';

    private readonly string? _id = served.Fitted.Description.Id;
    private readonly CsvScoreColumns _columns = new(served, reasons, Delimiter, taken: []);

    public string ContentType => MediaType;

    public void Begin(IBufferWriter<byte> output)
    {
        var cells = new CsvCellWriter(output, Delimiter);
        cells.WriteText(Encoding.UTF8.GetBytes(_id ?? "line"));
        _columns.WriteNames(ref cells);
        cells.Flush();
    }

    public void Write(in SentCustomer sent, ScoreResult result, IBufferWriter<byte> output)
    {
        var cells = new CsvCellWriter(output, Delimiter);
        if (_id is null)
            cells.WriteNumber(sent.Line);
        else
            cells.WriteText(Encoding.UTF8.GetBytes(result.Id ?? ""));
        if (result.Error is { } error)
            _columns.WriteError(ref cells, error);
        else
            _columns.WriteScore(ref cells, NumbersOf(result), DecisionOf(result), ChangesOf(result));
        cells.Flush();
    }

    public void End(IBufferWriter<byte> output)
    {
    }

    private double[] NumbersOf(ScoreResult result) => result.Probabilities is { } byClass
        ? [.. _columns.Decisions.Select(name => byClass[name])]
        : _columns.HasInterval
            ? [result.Prediction!.Value, result.Interval?.Lower ?? double.NaN, result.Interval?.Upper ?? double.NaN]
            : [result.Probability ?? result.Prediction!.Value];

    private int DecisionOf(ScoreResult result)
    {
        for (var i = 0; i < _columns.Decisions.Count; i++)
        {
            if (_columns.Decisions[i] == result.Decision)
                return i;
        }

        return -1;
    }

    private ColumnChange[] ChangesOf(ScoreResult result) => [.. (result.Reasons ?? []).Select(reason => new ColumnChange(PositionOf(reason.Column), reason.Change))];

    private int PositionOf(string column)
    {
        var columns = served.Fitted.Recipe.Columns;
        var position = 0;
        while (columns[position].Name != column)
            position++;
        return position;
    }
}
