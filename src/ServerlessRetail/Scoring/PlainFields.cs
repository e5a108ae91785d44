using System.Text.Unicode;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Reads customers from plain JSON, straight into cells: an object of texts without escapes, numbers, true, false and null,
/// no field twice and none that the training file did not have. Nearly every customer is such a one, and is read in a
/// quarter of the time; whatever is not is left to <see cref="FieldReader"/>. One for a model; safe for many threads.
/// </summary>
internal sealed class PlainFields(FittedModel model, FieldTable table, CellParser parser, FieldNotes notes)
{
    private readonly int _columns = model.Recipe.Columns.Count;
    private readonly KnownFields _known = new KnownFieldsBuilder(model, parser).Build();

    /// <inheritdoc cref="FieldReader.Read"/>
    /// <param name="cells">The recipe's cells, NaN.</param>
    /// <returns>The place after the customer; <see cref="JsonText.None"/> where it is not plain, and row and cells may hold a part of it.</returns>
    public int Read(ReadOnlySpan<byte> text, int start, CustomerRow row, Span<float> cells, bool strict)
    {
        if ((uint)start >= (uint)text.Length || text[start] != '{')
            return JsonText.None;
        var (at, expected, seen) = (start + 1, 0, 0);
        byte follows;
        do
        {
            at = JsonText.SkipSpace(text, at);
            var field = ReadName(text, ref at, expected);
            at = field == FieldTable.Unknown ? JsonText.None : SkipColon(text, at);
            if (at == JsonText.None)
                return JsonText.None;
            var end = field >= 0 ? ReadColumn(text, at, field, row, cells, strict) : ReadOther(text, at, field, row);
            if (end == JsonText.None)
                return JsonText.None;
            if (field >= 0)
                (seen, expected) = (seen + 1, field + 1);
            at = JsonText.SkipSpace(text, end);
            if (at >= text.Length)
                return JsonText.None;
            follows = text[at++];
        }
        while (follows == ',');

        if (follows != '}')
            return JsonText.None;
        if (seen < _columns)
            notes.TellMissing(row, seen, strict);
        return at;
    }

    /// <param name="at">Where the name begins; left after it.</param>
    private int ReadName(ReadOnlySpan<byte> text, ref int at, int expected)
    {
        var end = _known.EndOfName(text, at, expected);
        if (end != JsonText.None)
        {
            at = end;
            return expected;
        }
        end = at < text.Length && text[at] == '"' ? JsonText.EndOfText(text, at) : JsonText.None;
        if (end == JsonText.None)
            return FieldTable.Unknown;
        var name = text[(at + 1)..(end - 1)];
        at = end;
        return table.Find(name, expected);
    }

    private int ReadColumn(ReadOnlySpan<byte> text, int start, int column, CustomerRow row, Span<float> cells, bool strict)
    {
        ref var value = ref row.Values[column];
        if (value.IsThere || start >= text.Length)
            return JsonText.None;
        var isText = text[start] == '"';
        var end = isText ? _known.EndOfKnown(text, start, column, cells) : JsonText.None;
        var isTaken = end != JsonText.None;
        if (!isTaken)
        {
            end = JsonText.EndOfValue(text, start);
            if (end == JsonText.None)
                return JsonText.None;
            isTaken = !isText && _known.TryTakeNumber(text[start..end], column, cells);
        }

        value = new RawValue(start, end - start);
        return isTaken || TryReadUncommon(text[start..end], column, row, cells, strict) ? end : JsonText.None;
    }

    private bool TryReadUncommon(ReadOnlySpan<byte> value, int column, CustomerRow row, Span<float> cells, bool strict)
    {
        if (value[0] == '"' && !Utf8.IsValid(value))
            return false;
        var own = cells[model.Recipe.CellsOf(column)];
        var state = value[0] switch
        {
            (byte)'"' => parser.ReadText(column, value[1..^1], own),
            (byte)'t' or (byte)'f' => parser.ReadBoolean(column, value[0] == 't', own),
            (byte)'n' => CellState.Missing,
            _ => parser.ReadNumber(column, value, own),
        };
        if (state != CellState.Present)
            notes.Tell(row, column, state, strict);
        return true;
    }

    /// <summary>Reads the id, or a field that the model does not use.</summary>
    private static int ReadOther(ReadOnlySpan<byte> text, int start, int field, CustomerRow row)
    {
        var end = JsonText.EndOfValue(text, start);
        if (end == JsonText.None || field != FieldTable.Id)
            return end;
        row.Id = text[start] == 'n' ? default : new RawValue(start, end - start);
        return Utf8.IsValid(text[start..end]) ? end : JsonText.None;
    }

    /// <returns>The place of the value.</returns>
    private static int SkipColon(ReadOnlySpan<byte> text, int at)
    {
        at = JsonText.SkipSpace(text, at);
        return at < text.Length && text[at] == ':' ? JsonText.SkipSpace(text, at + 1) : JsonText.None;
    }
}
