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
    private readonly CsvResultCells _results = new(served, new CsvScoreColumns(served, reasons, Delimiter, taken: []));

    public string ContentType => MediaType;

    public void Begin(IBufferWriter<byte> output)
    {
        var cells = new CsvCellWriter(output, Delimiter);
        cells.WriteText(Encoding.UTF8.GetBytes(_id ?? "line"));
        _results.Columns.WriteNames(ref cells);
        cells.Flush();
    }

    public void Write(in SentCustomer sent, ScoreResult result, IBufferWriter<byte> output)
    {
        var cells = new CsvCellWriter(output, Delimiter);
        if (_id is null)
            cells.WriteNumber(sent.Line);
        else
            cells.WriteText(Encoding.UTF8.GetBytes(result.Id ?? ""));
        _results.Write(ref cells, result);
        cells.Flush();
    }

    public void End(IBufferWriter<byte> output)
    {
    }
}
