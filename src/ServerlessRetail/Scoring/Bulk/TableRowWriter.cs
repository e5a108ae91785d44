using System.Buffers;
using System.Text;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>
/// Scores the rows of a file that is no delimited text, and writes them as one: the cells as training reads them, then the
/// columns of the score. A row is the customer that a JSON request with the cells as texts would send.
/// </summary>
internal sealed class TableRowWriter
{
    private const byte Delimiter = (byte)',';

    private readonly BulkPlan _plan;
    private readonly Scorer _scorer;
    private readonly CsvResultCells _results;
    private readonly CellReader _cells;
    private readonly ArrayBufferWriter<byte> _json = new();

    public TableRowWriter(ServedModel served, BulkPlan plan)
    {
        _plan = plan;
        _scorer = new Scorer(served);
        _results = new CsvResultCells(served, new CsvScoreColumns(served, plan.Reasons, Delimiter, plan.Columns));
        _cells = new CellReader(stripsGuards: plan.Columns is [QuarantineWriter.LineColumn, QuarantineWriter.ReasonColumn, ..]);
    }

    public void WriteHeader(IBufferWriter<byte> output)
    {
        var cells = new CsvCellWriter(output, Delimiter);
        foreach (var column in _plan.Columns)
            cells.WriteText(Encoding.UTF8.GetBytes(column));
        _results.Columns.WriteNames(ref cells);
        cells.Flush();
    }

    /// <param name="bad">Rows that cannot be read, in order, with their lines: they keep their places.</param>
    public CsvCounts Write(RowBatch batch, IReadOnlyList<(string Reason, long Line)> bad, IBufferWriter<byte> output)
    {
        var cells = new CsvCellWriter(output, Delimiter);
        var (nextBad, errors) = (0, bad.Count);
        for (var row = 0; row < batch.RowCount; row++)
        {
            for (; nextBad < bad.Count && bad[nextBad].Line < batch.GetLine(row); nextBad++)
                WriteBad(ref cells, bad[nextBad]);
            errors += WriteRow(ref cells, batch, row) ? 0 : 1;
        }

        for (; nextBad < bad.Count; nextBad++)
            WriteBad(ref cells, bad[nextBad]);
        cells.Flush();
        return new CsvCounts(batch.RowCount + bad.Count, errors);
    }

    /// <returns>False: it could not be scored.</returns>
    private bool WriteRow(ref CsvCellWriter cells, RowBatch batch, int row)
    {
        var fields = batch.GetFields(row);
        _json.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_json);
        json.WriteStartObject();
        for (var column = 0; column < _plan.Columns.Count; column++)
        {
            // Keys of JSON that came up later are columns that earlier rows do not have.
            _cells.Read(batch.Buffer, column < fields.Length ? fields[column] : default);
            var text = _cells.Buffer.AsSpan(_cells.Start, _cells.Length);
            cells.WriteText(text);
            if (!Header.IsQuarantineColumn(_plan.Columns[column]))
                json.WriteString(_plan.Columns[column], text);
        }

        json.WriteEndObject();
        json.Flush();
        var reader = new Utf8JsonReader(_json.WrittenSpan);
        var result = _scorer.Score(JsonElement.ParseValue(ref reader), path: "", _plan.Reasons);
        _results.Write(ref cells, result);
        return result.Error is null;
    }

    private void WriteBad(ref CsvCellWriter cells, (string Reason, long Line) bad)
    {
        foreach (var _ in _plan.Columns)
            cells.WriteText([]);
        _results.Columns.WriteError(ref cells, Problems.BrokenRow(bad.Reason, bad.Line));
    }
}
