using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Reads customers from JSON against one model's own columns. Reuse it for a whole request; it keeps no state.</summary>
/// <param name="model">The model.</param>
/// <param name="strict">Whether fields that are missing, unknown or unlike anything in training are errors instead of warnings.</param>
public sealed class CustomerReader(FittedModel model, bool strict = false)
{
    private readonly FrozenDictionary<string, int> _positions = model.Recipe.Columns
        .Select((column, position) => KeyValuePair.Create(column.Name, position))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenSet<string> _ignored = model.Description.IgnoredColumns.ToFrozenSet(StringComparer.Ordinal);

    private readonly CellParser _cells = new(model);

    private IReadOnlyList<FeatureColumn> Columns => model.Recipe.Columns;

    /// <param name="path">Where the customer stands in the request, for error messages; empty for the request itself.</param>
    public Customer Read(JsonElement json, string path)
    {
        var cells = new float[model.Recipe.CellWidth];
        Array.Fill(cells, float.NaN);
        var reading = new Reading(path, strict, cells, new JsonElement?[Columns.Count]);
        if (json.ValueKind != JsonValueKind.Object)
        {
            var place = path.Length == 0 ? "The customer" : path;
            reading.Errors.Add(new FieldError(path, FieldError.NotAnObject, $"{place} must be an object of column names and values."));
            return reading.ToCustomer();
        }

        foreach (var property in json.EnumerateObject())
            ReadField(reading, property);
        AddMissingFields(reading);
        return reading.ToCustomer();
    }

    private void ReadField(Reading reading, JsonProperty property)
    {
        string? name = null;
        try
        {
            name = property.Name;
            ReadField(reading, name, property.Value);
        }
        catch (InvalidOperationException)
        {
            // The framework's words for bytes that are not UTF-8 and for an escape such as \ud800, half a character.
            reading.Errors.Add(new FieldError(
                name is null ? reading.Path : reading.PathOf(name), FieldError.WrongType, $"{name ?? "The name of a field"} is not valid text."));
        }
    }

    private void ReadField(Reading reading, string name, JsonElement value)
    {
        if (name == model.Description.Id)
        {
            reading.Id = value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                _ => value.GetRawText(),
            };
        }
        else if (_positions.TryGetValue(name, out var position))
        {
            // Of a field that is sent twice the last counts.
            reading.Seen[position] = true;
            reading.Values[position] = value;
            ReadCells(reading, position, value);
        }
        else if (!_ignored.Contains(name))
        {
            var hint = SuggestFor(name);
            reading.WarnOrRefuse(
                ScoreWarningCodes.UnknownField, name, $"The model has no such column; the field was ignored.{hint}", $"The model has no such column.{hint}");
        }
    }

    private void ReadCells(Reading reading, int position, JsonElement value)
    {
        var column = Columns[position];
        var cells = reading.Cells.AsSpan(model.Recipe.CellsOf(position));
        var state = Parse(position, value, cells);
        if (state == CellState.WrongType)
        {
            reading.Errors.Add(new FieldError(
                reading.PathOf(column.Name), FieldError.WrongType, $"{column.Name} must be {column.Expected}."));
        }
        else if (CellWarning.Of(column, state) is { } warning)
        {
            if (state is CellState.Missing or CellState.StandsForMissing)
                reading.Warn(warning.Code, warning.Column, warning.Detail);
            else
                reading.WarnOrRefuse(warning.Code, warning.Column, warning.Detail, warning.Detail);
        }
    }

    private CellState Parse(int position, JsonElement value, Span<float> cells)
    {
        cells.Fill(float.NaN);
        return value.ValueKind switch
        {
            // GetString throws where the text is none.
            JsonValueKind.String => _cells.ReadText(position, Encoding.UTF8.GetBytes(value.GetString()!), cells),
            JsonValueKind.Number => _cells.ReadNumber(position, JsonMarshal.GetRawUtf8Value(value), cells),
            JsonValueKind.True or JsonValueKind.False => _cells.ReadBoolean(position, value.GetBoolean(), cells),
            JsonValueKind.Null => CellState.Missing,
            _ => CellState.WrongType,
        };
    }

    private void AddMissingFields(Reading reading)
    {
        if (!reading.Seen.Contains(true))
        {
            reading.Errors.Add(new FieldError(
                reading.Path, FieldError.NoKnownField,
                $"None of the model's columns is there. Send at least some of {string.Join(", ", Columns.Take(50).Select(column => column.Name))}."));
            return;
        }
        for (var position = 0; position < Columns.Count; position++)
        {
            if (!reading.Seen[position])
            {
                reading.WarnOrRefuse(
                    ScoreWarningCodes.MissingField, Columns[position].Name,
                    "The field is not there; the model uses what it learned for missing values.", "The field is not there; null stands for a value that is unknown.");
            }
        }
    }

    private string SuggestFor(string name)
    {
        var meant = Columns.FirstOrDefault(column => Simplify(column.Name) == Simplify(name));
        return meant is null ? "" : $" Did you mean {meant.Name}?";
    }

    private static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>One customer half read.</summary>
    private sealed class Reading(string path, bool strict, float[] cells, JsonElement?[] values)
    {
        private readonly List<ScoreWarning> _warnings = [];

        public string Path { get; } = path;

        public float[] Cells { get; } = cells;

        public JsonElement?[] Values { get; } = values;

        public bool[] Seen { get; } = new bool[values.Length];

        public List<FieldError> Errors { get; } = [];

        public string? Id { get; set; }

        public void Warn(string code, string column, string detail) => _warnings.Add(new ScoreWarning(code, column, detail));

        /// <summary>What a strict request does not put up with.</summary>
        public void WarnOrRefuse(string code, string column, string warning, string refusal)
        {
            if (strict)
                Errors.Add(new FieldError(PathOf(column), code, $"{column}: {refusal}"));
            else
                Warn(code, column, warning);
        }

        public string PathOf(string field) => Path.Length == 0 ? field : $"{Path}.{field}";

        public Customer ToCustomer() => new(Id, Cells, Values, _warnings, Errors);
    }
}
