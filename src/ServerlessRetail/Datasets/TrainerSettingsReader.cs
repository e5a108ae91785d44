using System.Text.Json;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Reads the key <c>trainers</c> of model.json: a list of names, or of objects with a name, perhaps a preset, and
/// hyper-parameters, each a number or a list of numbers to try. Which names there are, the trainers themselves say.
/// </summary>
internal static class TrainerSettingsReader
{
    private const string Form = "must be a list of names, or of objects such as { \"name\": \"boostedTrees\", \"leaves\": [8, 31] }";

    /// <exception cref="RejectedException">With <see cref="RejectionReasons.InvalidSettings"/>.</exception>
    public static IReadOnlyList<TrainerSettings> Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            throw ModelSettingsReader.Invalid($"\"trainers\" {Form}.");
        return [.. value.EnumerateArray().Select(ReadOne)];
    }

    private static TrainerSettings ReadOne(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return new TrainerSettings(value.GetString()!, null, new Dictionary<string, IReadOnlyList<double>>());
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            throw ModelSettingsReader.Invalid($"\"trainers\" {Form}.");

        string? preset = null;
        var values = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (property.Name == "preset")
                preset = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : throw ModelSettingsReader.Invalid("\"preset\" in \"trainers\" must be a text.");
            else if (property.Name != "name")
                values[property.Name] = Numbers(property.Name, property.Value);
        }
        return new TrainerSettings(name.GetString()!, preset, values);
    }

    private static double[] Numbers(string key, JsonElement value)
    {
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return items.Length > 0 && Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.Number && double.IsFinite(item.GetDouble()))
            ? Array.ConvertAll(items, item => item.GetDouble())
            : throw ModelSettingsReader.Invalid($"\"{key}\" in \"trainers\" must be a number or a list of numbers.");
    }
}
