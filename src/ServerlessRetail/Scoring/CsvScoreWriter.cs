using System.Buffers;
using System.Globalization;
using System.Text;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Writes scores as CSV with a header, in UTF-8 with decimal points: the id or else the line, version, the score's columns,
/// reasons and error. No cell runs as a formula in a spreadsheet.
/// </summary>
/// <param name="served">The model.</param>
/// <param name="reasons">Columns for reasons, at most one for each column of the model.</param>
/// <param name="delimiter">The byte between two cells.</param>
/// <param name="hasId">Whether customers have the model's id.</param>
internal sealed class CsvScoreWriter(ServedModel served, int reasons, byte delimiter, bool hasId) : IScoreWriter
{
    private static readonly string[] IntervalColumns = ["lower", "upper"];

    private readonly int _reasons = Math.Min(reasons, served.Fitted.Recipe.Columns.Count);
    private bool _isFirstCell = true;

    public string ContentType => "text/csv; charset=utf-8; header=present";

    private ModelTask Task => served.Fitted.Task;

    private bool HasInterval => served.Fitted.Description.Interval is not null;

    private IReadOnlyList<string> Classes => Task == ModelTask.Multiclass ? served.Fitted.Description.Label.Classes : [];

    public void Begin(IBufferWriter<byte> output)
    {
        WriteCell(hasId ? served.Fitted.Description.Id : "line", output);
        WriteCell("version", output);
        if (Task != ModelTask.Multiclass)
            WriteCell(Task == ModelTask.Regression ? "prediction" : "probability", output);
        foreach (var name in HasInterval ? IntervalColumns : [])
            WriteCell(name, output);
        foreach (var name in Classes)
            WriteCell($"probability_{name}", output);
        if (Task != ModelTask.Regression)
            WriteCell("decision", output);
        for (var i = 1; i <= _reasons; i++)
            WriteCell(string.Create(CultureInfo.InvariantCulture, $"reason{i}"), output);
        WriteCell("error", output);
        EndRow(output);
    }

    public void Write(in SentCustomer sent, ScoreResult result, IBufferWriter<byte> output)
    {
        WriteCell(hasId ? result.Id : sent.Line.ToString(CultureInfo.InvariantCulture), output);
        WriteCell(served.Version, output);
        if (Task != ModelTask.Multiclass)
            WriteCell(Write(result.Probability ?? result.Prediction), output);
        if (HasInterval)
        {
            WriteCell(Write(result.Interval?.Lower), output);
            WriteCell(Write(result.Interval?.Upper), output);
        }
        foreach (var name in Classes)
            WriteCell(Write(result.Probabilities?[name]), output);
        if (Task != ModelTask.Regression)
            WriteCell(result.Decision, output);
        for (var i = 0; i < _reasons; i++)
            WriteCell(result.Reasons?[i] is { } reason ? Write(reason) : null, output);
        WriteCell(result.Error is { } error ? $"{error.Code}: {error.Detail}" : null, output);
        EndRow(output);
    }

    public void End(IBufferWriter<byte> output)
    {
    }

    private static string? Write(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);

    private static string Write(ScoreReason reason) =>
        string.Create(CultureInfo.InvariantCulture, $"{reason.Column} {(reason.Change >= 0 ? "+" : "")}{reason.Change:G4}");

    private void WriteCell(string? text, IBufferWriter<byte> output)
    {
        if (!_isFirstCell)
            output.Write([delimiter]);
        _isFirstCell = false;
        FormulaGuard.WriteCell(Encoding.UTF8.GetBytes(text ?? ""), delimiter, output);
    }

    private void EndRow(IBufferWriter<byte> output)
    {
        output.Write("\r\n"u8);
        _isFirstCell = true;
    }
}
