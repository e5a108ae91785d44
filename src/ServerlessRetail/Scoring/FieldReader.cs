using System.Text.Json;
using System.Text.Unicode;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Reads customers from JSON in UTF-8, straight into cells, whatever they are. One for a model; safe for many threads.</summary>
internal sealed class FieldReader
{
    private readonly FittedModel _model;
    private readonly FieldTable _table;
    private readonly CellParser _cells;
    private readonly FieldNotes _notes;
    private readonly PlainFields _plain;

    public FieldReader(FittedModel model)
    {
        _model = model;
        _table = new FieldTable(model);
        _cells = new CellParser(model);
        _notes = new FieldNotes(model);
        _plain = new PlainFields(model, _table, _cells, _notes);
    }

    /// <summary>Whether the model's file had a column of this name.</summary>
    public bool Knows(ReadOnlySpan<byte> name) => _table.Find(name, expected: 0) != FieldTable.Unknown;

    /// <param name="text">JSON; values are told by their place in it.</param>
    /// <param name="start">Where the customer begins, with its first byte or white space before it.</param>
    /// <param name="row">Begun; takes the values and what has to be said.</param>
    /// <param name="cells">The recipe's cells; every one is written.</param>
    /// <param name="strict">Whether fields that are missing, unknown or unlike anything in training are errors instead of warnings.</param>
    /// <returns>The place after the customer.</returns>
    /// <exception cref="JsonException">The JSON is broken; lines and bytes are counted from the start.</exception>
    public int Read(ReadOnlySpan<byte> text, int start, CustomerRow row, Span<float> cells, bool strict) =>
        TryReadPlain(text, start, row, cells, strict, out var end) ? end : ReadAny(text, start, row, cells, strict);

    /// <summary>Reads a customer of whom is known that he is not plain, or who need not be.</summary>
    /// <inheritdoc cref="Read"/>
    public int ReadAny(ReadOnlySpan<byte> text, int start, CustomerRow row, Span<float> cells, bool strict)
    {
        cells.Fill(float.NaN);
        row.ForgetFields();
        var reader = new Utf8JsonReader(text[start..]);
        reader.Read();
        ReadToEnd(ref reader, start, row, cells, strict);
        return start + (int)reader.BytesConsumed;
    }

    /// <summary>Reads a customer if his JSON is plain, see <see cref="PlainFields"/>.</summary>
    /// <inheritdoc cref="Read"/>
    /// <param name="end">The place after the customer.</param>
    /// <returns>False where it is not plain; row and cells may then hold a part of it.</returns>
    public bool TryReadPlain(ReadOnlySpan<byte> text, int start, CustomerRow row, Span<float> cells, bool strict, out int end)
    {
        cells.Fill(float.NaN);
        end = _plain.Read(text, start, row, cells, strict);
        return end != JsonText.None;
    }

    /// <param name="reader">At the first token of a customer; left at its last.</param>
    /// <param name="offset">Where the reader's text begins in that which values are told in.</param>
    private void ReadToEnd(ref Utf8JsonReader reader, int offset, CustomerRow row, Span<float> cells, bool strict)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            var path = row.Path;
            row.Errors.Add(new FieldError(path, FieldError.NotAnObject, $"{(path.Length == 0 ? "The customer" : path)} must be an object of column names and values."));
            return;
        }

        var expected = 0;
        var seen = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var field = ReadName(ref reader, expected, row, strict);
            reader.Read();
            if (field >= 0)
            {
                seen += row.Values[field].IsThere ? 0 : 1;
                expected = field + 1;
                ReadColumn(ref reader, field, offset, row, cells[_model.Recipe.CellsOf(field)], strict);
            }
            else if (field == FieldTable.Id)
            {
                ReadId(ref reader, offset, row);
            }
            else
            {
                reader.Skip();
            }
        }

        if (seen < _model.Recipe.Columns.Count)
            _notes.TellMissing(row, seen, strict);
    }

    private int ReadName(ref Utf8JsonReader reader, int expected, CustomerRow row, bool strict)
    {
        if (!TryReadText(ref reader, row, out var name))
        {
            row.Errors.Add(new FieldError(row.Path, FieldError.WrongType, "The name of a field is not valid text."));
            return FieldTable.Ignored;
        }

        var field = _table.Find(name, expected);
        if (field == FieldTable.Unknown)
            _notes.TellUnknown(row, name, strict);
        return field;
    }

    private void ReadColumn(ref Utf8JsonReader reader, int column, int offset, CustomerRow row, Span<float> cells, bool strict)
    {
        var start = (int)reader.TokenStartIndex;
        CellState? state;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                state = TryReadText(ref reader, row, out var text) ? _cells.ReadText(column, text, cells) : null;
                break;
            case JsonTokenType.Number:
                state = _cells.ReadNumber(column, reader.ValueSpan, cells);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                state = _cells.ReadBoolean(column, reader.TokenType == JsonTokenType.True, cells);
                break;
            case JsonTokenType.Null:
                state = CellState.Missing;
                break;
            default:
                reader.Skip();
                state = CellState.WrongType;
                break;
        }

        // Of a field that is sent twice the last counts.
        if (state is null or CellState.Missing or CellState.WrongType)
            cells.Fill(float.NaN);

        row.Values[column] = new RawValue(offset + start, (int)reader.BytesConsumed - start);
        if (state != CellState.Present)
            _notes.Tell(row, column, state, strict);
    }

    private void ReadId(ref Utf8JsonReader reader, int offset, CustomerRow row)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.String && !TryReadText(ref reader, row, out _))
        {
            FieldNotes.TellNotText(row, _model.Description.Id!);
            return;
        }

        reader.Skip();
        row.Id = reader.TokenType == JsonTokenType.Null ? default : new RawValue(offset + start, (int)reader.BytesConsumed - start);
    }

    /// <summary>The text of a name or string without its escapes.</summary>
    /// <returns>False for bytes that are not UTF-8 and for an escape such as \ud800, half a character.</returns>
    private static bool TryReadText(ref Utf8JsonReader reader, CustomerRow row, out ReadOnlySpan<byte> text)
    {
        text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
            return Utf8.IsValid(text);
        try
        {
            var room = row.Room(text.Length);
            text = room[..reader.CopyString(room)];
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
