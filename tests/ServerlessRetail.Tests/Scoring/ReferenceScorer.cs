using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Http;
using ServerlessRetail.Models;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>Scores a customer the plain way, from a parsed document into records: what the library must give byte for byte.</summary>
internal sealed class ReferenceScorer(ServedModel served, ScoreOptions options)
{
    private FittedModel Model => served.Fitted;

    private IReadOnlyList<FeatureColumn> Columns => Model.Recipe.Columns;

    public ScoreResult Score(JsonElement json, string path)
    {
        var customer = new Reading(path, options.Strict, Model.Recipe);
        Read(json, customer);
        if (customer.Errors.Count > 0)
            return new ScoreResult { Id = customer.Id, Error = Problems.InvalidCustomer(customer.Errors) };

        var space = Model.CreateSpace();
        var scores = Model.RawScores(customer.Cells, space).ToArray();
        var result = new ScoreResult { Id = customer.Id, Warnings = customer.Warnings };
        if (Model.Task == ModelTask.Multiclass)
        {
            var probabilities = new double[scores.Length];
            Model.Probabilities(scores, probabilities);
            var likeliest = Array.IndexOf(probabilities, probabilities.Max());
            var classes = Model.Description.Label.Classes;
            return result with
            {
                Probabilities = new OrderedDictionary<string, double>(
                    classes.Select((name, i) => KeyValuePair.Create(name, probabilities[i])).OrderByDescending(one => one.Value)),
                Decision = classes[likeliest],
                Reasons = options.Reasons > 0 ? ReasonsOfClass(customer, space, likeliest) : null,
            };
        }

        result = result with { Reasons = options.Reasons > 0 ? ReasonsOf(customer, space, scores[0]) : null };
        if (Model.Task == ModelTask.Regression)
            return result with { Prediction = Model.Prediction(scores[0]), Interval = Model.Interval(scores[0]) };
        var probability = Model.Probability(scores[0]);
        return result with { Probability = probability, Decision = Model.Decide(probability, options.Threshold) };
    }

    public ScoreResult Named(ScoreResult result) => result with { Model = served.Model, Version = served.Version, Task = Model.Task };

    private void Read(JsonElement json, Reading customer)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            var place = customer.Path.Length == 0 ? "The customer" : customer.Path;
            customer.Errors.Add(new FieldError(customer.Path, FieldError.NotAnObject, $"{place} must be an object of column names and values."));
            return;
        }

        foreach (var property in json.EnumerateObject())
        {
            string? name = null;
            try
            {
                name = property.Name;
                ReadField(customer, name, property.Value);
            }
            catch (InvalidOperationException)
            {
                customer.Errors.Add(new FieldError(
                    name is null ? customer.Path : customer.PathOf(name), FieldError.WrongType, $"{name ?? "The name of a field"} is not valid text."));
            }
        }

        AddMissingFields(customer);
    }

    private void ReadField(Reading customer, string name, JsonElement value)
    {
        var position = Columns.ToList().FindIndex(column => column.Name == name);
        if (name == Model.Description.Id)
        {
            customer.Id = value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                _ => value.GetRawText(),
            };
        }
        else if (position >= 0)
        {
            customer.Values[position] = value;
            ReadCells(customer, position, value);
        }
        else if (!Model.Description.IgnoredColumns.Contains(name))
        {
            var meant = Columns.FirstOrDefault(column => Simplify(column.Name) == Simplify(name));
            var hint = meant is null ? "" : $" Did you mean {meant.Name}?";
            customer.WarnOrRefuse(
                ScoreWarningCodes.UnknownField, name, $"The model has no such column; the field was ignored.{hint}", $"The model has no such column.{hint}");
        }
    }

    private void ReadCells(Reading customer, int position, JsonElement value)
    {
        var column = Columns[position];
        var cells = customer.Cells.AsSpan(Model.Recipe.CellsOf(position));
        cells.Fill(float.NaN);
        if (value.ValueKind == JsonValueKind.String ? column.IsMissing(value.GetString()) : value.ValueKind == JsonValueKind.Number && column.IsMissing(value.GetSingle()))
        {
            customer.Warn(CellWarning.Of(column, CellState.StandsForMissing)!);
        }
        else if (IsMissing(value))
        {
            customer.Warn(CellWarning.Of(column, CellState.Missing)!);
        }
        else if (!TryRead(column, value, cells))
        {
            cells.Fill(float.NaN);
            customer.Errors.Add(new FieldError(customer.PathOf(column.Name), FieldError.WrongType, $"{column.Name} must be {column.Expected}."));
        }
        else if (CellWarning.Of(column, CellWarning.StateOf(column, cells)) is { } warning)
        {
            customer.WarnOrRefuse(warning.Code, warning.Column, warning.Detail, warning.Detail);
        }
    }

    private static bool TryRead(FeatureColumn column, JsonElement value, Span<float> cells) => value.ValueKind switch
    {
        JsonValueKind.String => column.TryReadText(value.GetString(), cells),
        JsonValueKind.Number when column is NumericFeature => column.TryReadNumber(value.GetSingle(), cells),
        JsonValueKind.Number => column.TryReadText(value.GetRawText(), cells),
        JsonValueKind.True or JsonValueKind.False when column is NumericFeature number =>
            number is { Minimum: 0, Maximum: 1 } && number.TryReadNumber(value.GetBoolean() ? 1 : 0, cells),
        JsonValueKind.True or JsonValueKind.False => column.TryReadText(value.GetRawText(), cells),
        _ => false,
    };

    private bool IsMissing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => Model.Recipe.CellText.IsMissing(value.GetString()),
        JsonValueKind.Number => Model.Recipe.CellText.HasOwnWords && Model.Recipe.CellText.IsMissing(value.GetRawText()),
        _ => false,
    };

    private void AddMissingFields(Reading customer)
    {
        if (Array.TrueForAll(customer.Values, value => value is null))
        {
            customer.Errors.Add(new FieldError(
                customer.Path, FieldError.NoKnownField,
                $"None of the model's columns is there. Send at least some of {string.Join(", ", Columns.Take(50).Select(column => column.Name))}."));
            return;
        }
        foreach (var position in Enumerable.Range(0, Columns.Count).Where(position => customer.Values[position] is null))
        {
            customer.WarnOrRefuse(
                ScoreWarningCodes.MissingField, Columns[position].Name,
                "The field is not there; the model uses what it learned for missing values.", "The field is not there; null stands for a value that is unknown.");
        }
    }

    private List<ScoreReason> ReasonsOf(Reading customer, ScoringSpace space, double rawScore)
    {
        var contributions = new double[Columns.Count];
        Model.Explainer.Explain(space, output: 0, contributions);
        var average = Model.Explainer.BaseScores[0];
        var rate = (Model.Answer(rawScore) - Model.Answer(average)) / (rawScore - average);
        rate = rawScore == average || !double.IsFinite(rate) ? 0 : rate;
        return Strongest(customer, contributions, Array.ConvertAll(contributions, contribution => contribution * rate));
    }

    private List<ScoreReason> ReasonsOfClass(Reading customer, ScoringSpace space, int likeliest)
    {
        var ofClasses = Enumerable.Range(0, Model.Outputs).Select(output =>
        {
            var contributions = new double[Columns.Count];
            Model.Explainer.Explain(space, output, contributions);
            return contributions;
        }).ToArray();
        var ofClass = Enumerable.Range(0, Columns.Count).Select(column => ofClasses[likeliest][column] - ofClasses.Average(one => one[column]));
        return Strongest(customer, [.. ofClass], ClassChanges.Of(Model, ofClasses, likeliest));
    }

    private List<ScoreReason> Strongest(Reading customer, double[] contributions, double[] changes) =>
        [.. Enumerable.Range(0, contributions.Length)
            .OrderByDescending(column => Math.Abs(contributions[column]))
            .Take(options.Reasons)
            .Select(column => new ScoreReason(
                Columns[column].Name, customer.Values[column], SevenDigits.Round(contributions[column]), SevenDigits.Round(changes[column]),
                changes[column] > 0 || (changes[column] == 0 && contributions[column] >= 0) ? ReasonDirection.Raises : ReasonDirection.Lowers))];

    private static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private sealed class Reading(string path, bool strict, FeatureRecipe recipe)
    {
        public string Path => path;

        public float[] Cells { get; } = [.. Enumerable.Repeat(float.NaN, recipe.CellWidth)];

        public JsonElement?[] Values { get; } = new JsonElement?[recipe.Columns.Count];

        public List<ScoreWarning> Warnings { get; } = [];

        public List<FieldError> Errors { get; } = [];

        public string? Id { get; set; }

        public void Warn(ScoreWarning warning) => Warnings.Add(warning);

        public void WarnOrRefuse(string code, string column, string warning, string refusal)
        {
            if (strict)
                Errors.Add(new FieldError(PathOf(column), code, $"{column}: {refusal}"));
            else
                Warn(new ScoreWarning(code, column, warning));
        }

        public string PathOf(string field) => path.Length == 0 ? field : $"{path}.{field}";
    }
}
