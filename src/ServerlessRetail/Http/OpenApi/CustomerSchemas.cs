using System.Text.Json.Nodes;

namespace ServerlessRetail.Http.OpenApi;

/// <summary>What can be sent to be scored. Each model has columns of its own, so no record of the code stands for a customer.</summary>
internal static class CustomerSchemas
{
    /// <summary>Media type of a stream.</summary>
    public const string Lines = "application/x-ndjson";

    public const string Csv = "text/csv";

    /// <summary>OpenAPI 3.1 has no schema for a line or row, so the text is described in words.</summary>
    public static JsonObject LinesOf(string description) => new()
    {
        ["schema"] = new JsonObject { ["type"] = "string", ["description"] = description },
    };

    public static JsonObject RequestBody(SchemaSet schemas)
    {
        var one = schemas.Add("Customer", new JsonObject
        {
            ["description"] = "Values by the names of the training file's columns.",
            ["type"] = "object",
            ["minProperties"] = 1,
            ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null") },
        });
        var several = new JsonObject
        {
            ["type"] = "array",
            ["items"] = one.DeepClone(),
            ["maxItems"] = ScoringEndpoints.MaxCustomers,
        };
        var batch = schemas.Add("CustomerBatch", new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["customers"] = several.DeepClone() },
            ["required"] = new JsonArray("customers"),
        });
        return new JsonObject
        {
            ["description"] = $"Customers: a JSON document of up to {RequestBodyMegabytes} MB, or a stream of lines or rows.",
            ["required"] = true,
            ["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["oneOf"] = new JsonArray(one, several, batch) } },
                [Lines] = LinesOf("A Customer a line, of up to 1 MB, and any number of them."),
                [Csv] = LinesOf("A header with the training file's columns, and a row for each customer, any number of them."),
            },
        };
    }

    private static int RequestBodyMegabytes => Http.RequestBody.MaxBytes / 1_000_000;
}
