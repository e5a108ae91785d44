using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace ServerlessRetail.Datasets;

/// <summary>Reads model.json strictly: an unknown key or a value of the wrong kind is refused by name, with what is allowed.</summary>
public static class ModelSettingsReader
{
    private static readonly string[] Keys =
    [
        "label", "task", "positive", "id", "columns", "exclude", "sensitive", "types", "group", "time", "trainers",
        "costs", "budget", "allow", "budgetSeconds", "seed",
        "sheet", "missing", "maxBadRows", "memoryMegabytes",
    ];

    /// <param name="json">The file's bytes, UTF-8; comments and trailing commas are allowed.</param>
    /// <exception cref="RejectedException">With <see cref="RejectionReasons.InvalidSettings"/>.</exception>
    public static ModelSettings Read(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            throw Invalid("its encoding is not UTF-8.");
        try
        {
            var options = new JsonDocumentOptions
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            };
            using var document = JsonDocument.Parse(WithoutByteOrderMark(json), options);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            // A place is missing where the form is right, but a key stands there twice.
            throw Invalid(exception.LineNumber is null
                ? "a key is given twice."
                : $"it is not JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // The framework's words for an escape such as \ud800 that is half a character.
            throw Invalid("a text in it has an escape that is no character.");
        }
    }

    private static ModelSettings Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Invalid("it must hold one object, { … }.");

        var settings = new ModelSettings();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                if (!Keys.Contains(property.Name))
                    throw UnknownKey(property.Name);
                continue;
            }
            settings = Apply(settings, property.Name, property.Value);
        }
        return settings;
    }

    private static ModelSettings Apply(ModelSettings settings, string key, JsonElement value) => key switch
    {
        "label" => settings with { Label = Text(key, value) },
        "task" => settings with { Task = OneOf<ModelTask>(key, value) },
        "positive" => settings with { Positive = Scalar(key, value) },
        "id" => settings with { Id = Text(key, value) },
        "columns" => settings with { Columns = Texts(key, value) },
        "exclude" => settings with { Exclude = Texts(key, value) },
        "sensitive" => settings with { Sensitive = Texts(key, value) },
        "allow" => settings with { Allow = Allowed(key, value) },
        "types" => settings with { Types = Types(key, value) },
        "costs" => settings with { Costs = Costs(key, value) },
        "seed" => settings with { Seed = Seed(key, value) },
        "sheet" => settings with { Sheet = Text(key, value) },
        "missing" => settings with { Missing = Words(key, value) },
        "maxBadRows" => settings with { MaxBadRows = Share(key, value) },
        "memoryMegabytes" => settings with { MemoryMegabytes = Megabytes(key, value) },
        "budget" => settings with { Budget = Budget(key, value) },
        "trainers" => settings with { Trainers = TrainerSettingsReader.Read(value) },
        "group" => settings with { Group = Text(key, value) },
        "time" => settings with { Time = Text(key, value) },
        "budgetSeconds" => settings with { BudgetSeconds = Number(key, value, above: 0, most: 86_400) },
        _ => throw UnknownKey(key),
    };

    private static string Text(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Invalid($"\"{key}\" must be a text.");

    private static string Scalar(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw Invalid($"\"{key}\" must be a text, a number, true or false."),
    };

    private static string[] Texts(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Invalid($"\"{key}\" must be a list of texts.");

    private static string[] Allowed(string key, JsonElement value)
    {
        var names = Texts(key, value);
        return Array.Find(names, name => !AllowedNames.Contains(name)) is not { } unknown
            ? names
            : throw Invalid($"\"{key}\" must be a list of names; \"{unknown}\" is none. Names are {string.Join(", ", AllowedNames.All)}, "
                + $"and {string.Join(" and ", AllowedNames.OfColumns.Select(name => $"{name}:<column>"))}.");
    }

    private static Dictionary<string, ColumnType> Types(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().ToDictionary(
                item => item.Name, item => OneOf<ColumnType>($"{key}.{item.Name}", item.Value), StringComparer.Ordinal)
            : throw Invalid($"\"{key}\" must be an object of column names and types.");

    private static T OneOf<T>(string key, JsonElement value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() == JsonName(candidate))
                return candidate;
        }
        var allowed = string.Join(", ", Enum.GetValues<T>().Select(JsonName));
        throw Invalid($"\"{key}\" must be one of {allowed}.");
    }

    private static DecisionCosts Costs(string key, JsonElement value)
    {
        var costs = value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().ToDictionary(item => item.Name, item => item.Value, StringComparer.Ordinal)
            : [];
        return costs.Count == 2
            && costs.TryGetValue("falsePositive", out var falsePositive) && IsPositive(falsePositive, out var ofPositive)
            && costs.TryGetValue("falseNegative", out var falseNegative) && IsPositive(falseNegative, out var ofNegative)
                ? new DecisionCosts(ofPositive, ofNegative)
                : throw Invalid($"\"{key}\" must be {{ \"falsePositive\": a, \"falseNegative\": b }} with numbers above 0.");
    }

    private static bool IsPositive(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number) && number > 0 && double.IsFinite(number);
    }

    private static int Seed(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seed)
            ? seed
            : throw Invalid($"\"{key}\" must be a whole number.");

    private static string[] Words(string key, JsonElement value)
    {
        const int MostWords = 1_000;
        const int LongestWord = 100;
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MostWords
            && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            && value.EnumerateArray().Select(item => Scalar(key, item)).ToArray() is var words
            && Array.TrueForAll(words, word => !string.IsNullOrWhiteSpace(word) && word.Length <= LongestWord)
                ? words
                : throw Invalid($"\"{key}\" must be a list of at most {MostWords} texts or numbers, each of 1 to {LongestWord} characters.");
    }

    private static double Share(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var share) && share is >= 0 and <= 1
            ? share
            : throw Invalid($"\"{key}\" must be a number from 0 to 1.");

    private static double Budget(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var share) && share is > 0 and < 1
            ? share
            : throw Invalid($"\"{key}\" must be a number above 0 and below 1: the share of the customers that can be contacted.");

    private static double Number(string key, JsonElement value, double above, double most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > above && number <= most
            ? number
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"\"{key}\" must be a number above {above} and at most {most}."));

    private static int Megabytes(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var megabytes) && megabytes is >= 1 and <= 1 << 20
            ? megabytes
            : throw Invalid($"\"{key}\" must be a whole number of megabytes from 1 to {1 << 20}.");

    private static string JsonName<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static RejectedException UnknownKey(string key) =>
        Invalid($"\"{key}\" is not a key. Keys are {string.Join(", ", Keys)}.");

    internal static RejectedException Invalid(string detail) =>
        new(RejectionReasons.InvalidSettings, $"{DatasetName.SettingsFile} cannot be used: {detail}");
}
