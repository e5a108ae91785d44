using System.Buffers;
using System.Globalization;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>What the API's answer to a CSV file must be: each row's customer scored alone as JSON, written without any haste.</summary>
internal static class CsvReference
{
    public static async Task<string> ScoreAsync(string csv, ServedModel served, CsvOptions options)
    {
        await using var file = await CsvFile.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), TestContext.Current.CancellationToken);
        var scorer = new Scorer(served, options.Threshold, options.Strict);
        var (id, delimiter) = (served.Fitted.Description.Id!, file.Layout.Delimiter);
        var hasId = file.Layout.Names.Contains(id);
        var reasons = Math.Min(options.Reasons, served.Fitted.Recipe.Columns.Count);
        var text = new StringBuilder();
        WriteRow(text, delimiter, [hasId ? id : "line", "version", .. NumbersOf(served), .. DecisionOf(served), .. Enumerable.Range(1, reasons).Select(i => $"reason{i}"), "error"]);
        await foreach (var batch in new CsvCustomers(file).ReadAsync(TestContext.Current.CancellationToken))
        {
            foreach (var sent in batch)
            {
                var result = sent.Error is { } error ? new ScoreResult { Error = error } : scorer.Score(sent.Json, "", options.Reasons);
                WriteRow(text, delimiter,
                [
                    hasId ? result.Id : sent.Line.ToString(CultureInfo.InvariantCulture),
                    served.Version,
                    .. NumbersOf(served, result),
                    .. served.Fitted.Task == ModelTask.Regression ? [] : (string?[])[result.Decision],
                    .. Enumerable.Range(0, reasons).Select(i => result.Reasons?[i] is { } reason ? Write(reason) : null),
                    result.Error is { } problem ? $"{problem.Code}: {problem.Detail}" : null,
                ]);
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> NumbersOf(ServedModel served) => served.Fitted.Task switch
    {
        ModelTask.Multiclass => served.Fitted.Description.Label.Classes.Select(name => $"probability_{name}"),
        ModelTask.Regression => ["prediction"],
        _ => ["probability"],
    };

    private static IEnumerable<string> DecisionOf(ServedModel served) => served.Fitted.Task == ModelTask.Regression ? [] : ["decision"];

    private static IEnumerable<string?> NumbersOf(ServedModel served, ScoreResult result) => served.Fitted.Task == ModelTask.Multiclass
        ? served.Fitted.Description.Label.Classes.Select(name => Write(result.Probabilities?[name]))
        : [Write(result.Probability ?? result.Prediction)];

    private static string? Write(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);

    private static string Write(ScoreReason reason) =>
        string.Create(CultureInfo.InvariantCulture, $"{reason.Column} {(reason.Change >= 0 ? "+" : "")}{reason.Change:G4}");

    private static void WriteRow(StringBuilder text, byte delimiter, IEnumerable<string?> cells)
    {
        text.AppendJoin((char)delimiter, cells.Select(Write)).Append("\r\n");

        string Write(string? cell)
        {
            var output = new ArrayBufferWriter<byte>();
            FormulaGuard.WriteCell(Encoding.UTF8.GetBytes(cell ?? ""), delimiter, output);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
    }
}
