using System.Text;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Writes answers as JSON: byte for byte what serialising the <see cref="ScoreResult"/> of <see cref="ScoreResults"/> would
/// give, without making one.
/// </summary>
internal sealed class JsonRowWriter : IRowWriter
{
    private readonly bool _isNamed;
    private readonly bool _tellsLine;
    private readonly bool _endsLine;
    private readonly ModelTask _task;
    private readonly byte[] _head;
    private readonly byte[][] _reasonHeads;
    private readonly byte[][] _classHeads;

    /// <param name="parts">What stands where.</param>
    public JsonRowWriter(ServedModel served, JsonAnswerParts parts)
    {
        _isNamed = parts.HasFlag(JsonAnswerParts.Name);
        _tellsLine = parts.HasFlag(JsonAnswerParts.LineOfError);
        _endsLine = parts.HasFlag(JsonAnswerParts.LineFeed);
        _task = served.Fitted.Task;

        // Not by the serialiser: what it has to learn of a whole result first would hold up the first answer.
        var head = Encoding.UTF8.GetBytes(!_isNamed
            ? "{"
            : $$"""{"model":{{Quoted(served.Model)}},"version":{{Quoted(served.Version)}},"task":{{Quoted(JsonNamingPolicy.CamelCase.ConvertName(_task.ToString()))}}""");
        _head = parts.HasFlag(JsonAnswerParts.Comma) ? [(byte)',', .. head] : head;
        _reasonHeads = [.. served.Fitted.Recipe.Columns.Select(column => Encoding.UTF8.GetBytes($$"""{"column":{{Quoted(column.Name)}},"value":"""))];
        _classHeads = _task != ModelTask.Multiclass ? [] : [.. served.Fitted.Description.Label.Classes.Select(name => Encoding.UTF8.GetBytes($"{Quoted(name)}:"))];
    }

    public void Write(ReadOnlySpan<byte> text, CustomerRow row, RowScore? score, AnswerBuffer output)
    {
        output.Write(_head);
        var begins = !_isNamed;
        if (score is null && _tellsLine)
        {
            WriteName(",\"line\":"u8, ref begins, output);
            output.WriteNumber(row.Line);
        }
        if (row.Id.IsThere)
        {
            WriteName(",\"id\":"u8, ref begins, output);
            output.WriteText(JsonBytes.TextOf(row.Id.Of(text)));
        }

        if (score is null)
        {
            WriteName(",\"error\":"u8, ref begins, output);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(ScoreResults.ProblemOf(row), HttpJson.Readable.Problem));
        }
        else
        {
            WriteAnswer(score, ref begins, output);
            if (score.HasReasons)
                WriteReasons(text, row, score.Reasons, output);
            WriteWarnings(row.Warnings, output);
        }

        output.Write(_endsLine ? "}\n"u8 : "}"u8);
    }

    private void WriteAnswer(RowScore score, ref bool begins, AnswerBuffer output)
    {
        switch (_task)
        {
            case ModelTask.Regression:
                WriteName(",\"prediction\":"u8, ref begins, output);
                output.WriteNumber(score.Answer);
                if (score.Interval is { } interval)
                    WriteInterval(interval, output);
                return;
            case ModelTask.Binary:
                WriteName(",\"probability\":"u8, ref begins, output);
                output.WriteNumber(score.Answer);
                break;
            default:
                WriteName(",\"probabilities\":"u8, ref begins, output);
                for (var place = 0; place < score.ByLikelihood.Length; place++)
                {
                    output.Write(place == 0 ? "{"u8 : ","u8);
                    output.Write(_classHeads[score.ByLikelihood[place]]);
                    output.WriteNumber(score.ProbabilityOf(score.ByLikelihood[place]));
                }

                output.Write("}"u8);
                break;
        }

        output.Write(",\"decision\":"u8);
        output.WriteText(score.Decision!);
    }

    private static void WriteInterval(PredictionInterval interval, AnswerBuffer output)
    {
        output.Write(",\"interval\":{\"lower\":"u8);
        output.WriteNumber(interval.Lower);
        output.Write(",\"upper\":"u8);
        output.WriteNumber(interval.Upper);
        output.Write(",\"level\":"u8);
        output.WriteNumber(interval.Level);
        output.Write("}"u8);
    }

    private void WriteReasons(ReadOnlySpan<byte> text, CustomerRow row, RowReasons reasons, AnswerBuffer output)
    {
        output.Write(",\"reasons\":["u8);
        for (var place = 0; place < reasons.Strongest.Length; place++)
        {
            var column = reasons.Strongest[place];
            if (place > 0)
                output.Write(","u8);
            output.Write(_reasonHeads[column]);
            if (row.Values[column].IsThere)
                output.WriteValue(row.Values[column].Of(text));
            else
                output.Write("null"u8);
            output.Write(",\"contribution\":"u8);
            output.WriteNumber(reasons.ContributionOf(column));
            output.Write(",\"change\":"u8);
            output.WriteNumber(reasons.ChangeOf(column));
            output.Write(reasons.DirectionOf(column) == ReasonDirection.Raises ? ",\"direction\":\"raises\"}"u8 : ",\"direction\":\"lowers\"}"u8);
        }

        output.Write("]"u8);
    }

    private static void WriteWarnings(List<ScoreWarning> warnings, AnswerBuffer output)
    {
        output.Write(",\"warnings\":["u8);
        for (var place = 0; place < warnings.Count; place++)
        {
            output.Write(place == 0 ? "{\"code\":"u8 : ",{\"code\":"u8);
            output.WriteText(warnings[place].Code);
            output.Write(",\"column\":"u8);
            output.WriteText(warnings[place].Column);
            output.Write(",\"detail\":"u8);
            output.WriteText(warnings[place].Detail);
            output.Write("}"u8);
        }

        output.Write("]"u8);
    }

    private static void WriteName(ReadOnlySpan<byte> name, ref bool begins, AnswerBuffer output)
    {
        output.Write(begins ? name[1..] : name);
        begins = false;
    }

    private static string Quoted(string text)
    {
        var output = new AnswerBuffer();
        output.WriteText(text);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

/// <summary>What stands in and around a customer's answer.</summary>
[Flags]
internal enum JsonAnswerParts
{
    None = 0,

    /// <summary>Model, version and task.</summary>
    Name = 1,

    /// <summary>Of a customer without a score: the line.</summary>
    LineOfError = 2,

    /// <summary>A comma before it.</summary>
    Comma = 4,

    /// <summary>A line feed after it.</summary>
    LineFeed = 8,
}
