using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessRetail.Http.OpenApi;

/// <summary>
/// JSON schemas of the types that the API answers with, as its own serializer writes them: each record and enum once, by
/// its name.
/// </summary>
internal sealed class SchemaSet
{
    private const string Place = "#/components/schemas/";

    /// <summary>Properties whose numbers may be null: metrics that a model gave no number for.</summary>
    private static readonly string[] OfMetrics = ["metrics", "baseline"];

    private readonly SortedDictionary<string, (Type Type, JsonObject Schema)> _components = new(StringComparer.Ordinal);

    /// <returns>A copy: a node of JSON has one parent.</returns>
    public JsonObject Components => new(_components.Select(component =>
        KeyValuePair.Create<string, JsonNode?>(component.Key, component.Value.Schema.DeepClone())));

    public static JsonObject Reference(string name) => new() { ["$ref"] = Place + name };

    /// <summary>The type's schema: a reference to a component, or an array of such.</summary>
    public JsonObject SchemaOf(JsonTypeInfo type) => type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Transform,
    }).AsObject();

    /// <summary>A schema that no record of the code stands for.</summary>
    /// <returns>A reference to it.</returns>
    public JsonObject Add(string name, JsonObject schema) => Add(name, typeof(JsonObject), schema);

    /// <summary>Changes a component that is there.</summary>
    public void Amend(string name, Action<JsonObject> change) => change(_components[name].Schema);

    private JsonObject Add(string name, Type type, JsonObject schema)
    {
        if (!_components.TryAdd(name, (type, schema)) && _components[name].Type != type)
            throw new InvalidOperationException($"Two types of the API are called {name}.");
        return Reference(name);
    }

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        // The exporter cannot look into the converters of enums and of numbers, nor into columns' values, which may be anything.
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type.IsEnum)
            return Add(type.Name, type, new JsonObject { ["type"] = "string", ["enum"] = WordsOf(type) });
        if (node is not JsonObject schema)
            return type == typeof(double) ? new JsonObject { ["type"] = "number" } : [];
        if (context.TypeInfo is { Kind: JsonTypeInfoKind.Dictionary } dictionary && dictionary.ElementType == typeof(double))
            schema["additionalProperties"] = new JsonObject { ["type"] = NumberOf(context.PropertyInfo) };

        schema.Remove("default");
        if (context.PropertyInfo is not null)
            WithoutNull(schema);
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object)
            return schema;

        if (Written(context.TypeInfo, schema).ToArray() is { Length: > 0 } written)
            schema["required"] = new JsonArray(written);
        return Add(type.Name, type, schema);
    }

    private static JsonArray WordsOf(Type type) => new([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]);

    private static JsonNode NumberOf(JsonPropertyInfo? property) =>
        OfMetrics.Contains(property?.Name) ? new JsonArray("number", "null") : JsonValue.Create("number");

    /// <summary>Properties that are null are left out of answers.</summary>
    private static void WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
            schema["type"] = types.Select(type => type!.GetValue<string>()).Single(type => type != "null");
    }

    /// <summary>Properties that every answer has: those that cannot be null, or are written even then.</summary>
    private static IEnumerable<JsonNode> Written(JsonTypeInfo type, JsonObject schema) => type.Properties
        .Where(property => schema["properties"]!.AsObject().ContainsKey(property.Name))
        .Where(property => !property.IsGetNullable || IsWrittenAsNull(property))
        .Select(property => (JsonNode)JsonValue.Create(property.Name));

    private static bool IsWrittenAsNull(JsonPropertyInfo property) => property.AttributeProvider?
        .GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
        .OfType<JsonIgnoreAttribute>().Any(ignore => ignore.Condition == JsonIgnoreCondition.Never) == true;
}
