using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Reads customers from JSON in UTF-8, straight into cells. One for a model; safe for many threads.</summary>
internal sealed class FieldReader(FittedModel model)
{
    private const int MostNamed = 50;

    private readonly FeatureColumn[] _columns = [.. model.Recipe.Columns];
    private readonly FieldTable _table = new(model);
    private readonly CellParser _cells = new(model);
    private readonly ScoreWarning?[,] _warnings = new ScoreWarning?[model.Recipe.Columns.Count, Enum.GetValues<CellState>().Length];
    private readonly ScoreWarning?[] _missing = new ScoreWarning?[model.Recipe.Columns.Count];

    /// <summary>Whether the model's file had a column of this name.</summary>
    public bool Knows(ReadOnlySpan<byte> name) => _table.Find(name, expected: 0) != FieldTable.Unknown;

    /// <param name="reader">At the first token of a customer; left at its last.</param>
    /// <param name="offset">Where the reader's text begins in that which values are told in.</param>
    /// <param name="row">Begun; takes the values and what has to be said.</param>
    /// <param name="cells">The recipe's cells; every one is written.</param>
    /// <param name="strict">Whether fields that are missing, unknown or unlike anything in training are errors instead of warnings.</param>
    /// <param name="isValidText">Whether the reader's text is known to be UTF-8, so that no field has to be looked at for that.</param>
    /// <exception cref="JsonException">The JSON is broken.</exception>
    public void Read(ref Utf8JsonReader reader, int offset, CustomerRow row, Span<float> cells, bool strict, bool isValidText)
    {
        cells.Fill(float.NaN);
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
            var field = ReadName(ref reader, expected, row, strict, isValidText);
            reader.Read();
            if (field >= 0)
            {
                seen += row.Values[field].IsThere ? 0 : 1;
                expected = field + 1;
                ReadColumn(ref reader, field, offset, row, cells[model.Recipe.CellsOf(field)], strict, isValidText);
            }
            else if (field == FieldTable.Id)
            {
                ReadId(ref reader, offset, row, isValidText);
            }
            else
            {
                reader.Skip();
            }
        }

        if (seen < _columns.Length)
            AddMissingFields(row, seen, strict);
    }

    private int ReadName(ref Utf8JsonReader reader, int expected, CustomerRow row, bool strict, bool isValidText)
    {
        if (!TryReadText(ref reader, row, isValidText, out var name))
        {
            row.Errors.Add(new FieldError(row.Path, FieldError.WrongType, "The name of a field is not valid text."));
            return FieldTable.Ignored;
        }

        var field = _table.Find(name, expected);
        if (field == FieldTable.Unknown)
        {
            var unknown = Encoding.UTF8.GetString(name);
            var hint = SuggestFor(unknown);
            row.WarnOrRefuse(
                new ScoreWarning(ScoreWarningCodes.UnknownField, unknown, $"The model has no such column; the field was ignored.{hint}"),
                strict, $"The model has no such column.{hint}");
        }
        return field;
    }

    private void ReadColumn(ref Utf8JsonReader reader, int column, int offset, CustomerRow row, Span<float> cells, bool strict, bool isValidText)
    {
        var start = (int)reader.TokenStartIndex;
        CellState? state;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                state = TryReadText(ref reader, row, isValidText, out var text) ? _cells.ReadText(column, text, cells) : null;
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
            Tell(row, column, state, strict);
    }

    private void ReadId(ref Utf8JsonReader reader, int offset, CustomerRow row, bool isValidText)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.String && !TryReadText(ref reader, row, isValidText, out _))
        {
            row.Errors.Add(NotText(row, model.Description.Id!));
            return;
        }

        reader.Skip();
        row.Id = reader.TokenType == JsonTokenType.Null ? default : new RawValue(offset + start, (int)reader.BytesConsumed - start);
    }

    /// <param name="state">Null: the value is a text that is none.</param>
    private void Tell(CustomerRow row, int column, CellState? state, bool strict)
    {
        var feature = _columns[column];
        switch (state)
        {
            case null:
                row.Errors.Add(NotText(row, feature.Name));
                break;
            case CellState.WrongType:
                row.Errors.Add(new FieldError(row.PathOf(feature.Name), FieldError.WrongType, $"{feature.Name} must be {feature.Expected}."));
                break;
            case { } known:
                row.WarnOrRefuse(
                    _warnings[column, (int)known] ??= CellWarning.Of(feature, known)!, strict && known is not (CellState.Missing or CellState.StandsForMissing));
                break;
        }
    }

    private void AddMissingFields(CustomerRow row, int seen, bool strict)
    {
        if (seen == 0)
        {
            row.Errors.Add(new FieldError(
                row.Path, FieldError.NoKnownField,
                $"None of the model's columns is there. Send at least some of {string.Join(", ", _columns.Take(MostNamed).Select(column => column.Name))}."));
            return;
        }
        for (var column = 0; column < _columns.Length; column++)
        {
            if (!row.Values[column].IsThere)
            {
                var warning = _missing[column] ??= new ScoreWarning(
                    ScoreWarningCodes.MissingField, _columns[column].Name, "The field is not there; the model uses what it learned for missing values.");
                row.WarnOrRefuse(warning, strict, "The field is not there; null stands for a value that is unknown.");
            }
        }
    }

    /// <summary>The text of a name or string without its escapes.</summary>
    /// <returns>False for bytes that are not UTF-8 and for an escape such as \ud800, half a character.</returns>
    private static bool TryReadText(ref Utf8JsonReader reader, CustomerRow row, bool isValidText, out ReadOnlySpan<byte> text)
    {
        text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
            return isValidText || Utf8.IsValid(text);
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

    private static FieldError NotText(CustomerRow row, string field) => new(row.PathOf(field), FieldError.WrongType, $"{field} is not valid text.");

    private string SuggestFor(string name)
    {
        var meant = Array.Find(_columns, column => Simplify(column.Name) == Simplify(name));
        return meant is null ? "" : $" Did you mean {meant.Name}?";
    }

    private static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
