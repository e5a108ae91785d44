using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessRetail.Http.OpenApi;

/// <summary>
/// The API as OpenAPI 3.1, out of <see cref="Routes.All"/>, <see cref="Operations.All"/>, and the records that are answered.
/// </summary>
internal static partial class OpenApiDocument
{
    private const string Version = "3.1.1";

    /// <returns>UTF-8, the same bytes for the same release wherever it runs.</returns>
    public static byte[] Write()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Indented = true,
            NewLine = "\n",
        }))
        {
            Create().WriteTo(writer);
        }
        return json.ToArray();
    }

    private static JsonObject Create()
    {
        var schemas = new SchemaSet();
        var paths = Paths(new OperationWriter(schemas));
        schemas.Amend(nameof(Problem), problem => problem["properties"]!["code"]!["enum"] = new JsonArray([.. ProblemCodes()]));
        return new JsonObject
        {
            ["openapi"] = Version,
            ["info"] = new JsonObject
            {
                ["title"] = "ServerlessRetail",
                ["summary"] = "Scores of customers by models that were trained on uploaded files.",
                ["version"] = Release.Version,
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = $"/{Routes.Prefix}" }),
            ["security"] = new JsonArray(
                new JsonObject { ["functionKeyHeader"] = new JsonArray() },
                new JsonObject { ["functionKeyQuery"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. Operations.Tags.Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Description })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Components,
                ["securitySchemes"] = new JsonObject
                {
                    ["functionKeyHeader"] = FunctionKey("header", "x-functions-key"),
                    ["functionKeyQuery"] = FunctionKey("query", "code"),
                },
            },
        };
    }

    private static JsonObject Paths(OperationWriter writer)
    {
        var paths = new JsonObject();
        foreach (var routes in Routes.All.GroupBy(route => route.Template))
        {
            var path = new JsonObject();
            var values = PathValue().Matches(routes.Key).Select(match => PathParameter(match.Groups[1].Value));
            path["parameters"] = new JsonArray([.. values]);
            foreach (var route in routes)
                path[route.Method.ToLowerInvariant()] = writer.Write(route, Operations.All.Single(operation => operation.Route == route.Name));
            paths[$"/{routes.Key}"] = path;
        }
        return paths;
    }

    private static JsonObject PathParameter(string name)
    {
        var (pattern, description) = Operations.PathValues[name];
        return new JsonObject
        {
            ["name"] = name,
            ["in"] = "path",
            ["required"] = true,
            ["description"] = description,
            ["schema"] = new JsonObject { ["type"] = "string", ["pattern"] = pattern },
        };
    }

    private static JsonObject FunctionKey(string place, string name) => new()
    {
        ["type"] = "apiKey",
        ["in"] = place,
        ["name"] = name,
        ["description"] = "A function key, in Azure. The local host asks for none.",
    };

    private static IEnumerable<JsonNode> ProblemCodes() => Operations.All
        .SelectMany(operation => operation.Problems.Concat(operation.LineProblems)).Select(problem => problem.Code)
        .Distinct().Order(StringComparer.Ordinal)
        .Select(code => (JsonNode)JsonValue.Create(code));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathValue();
}
