using System.Text.Json.Nodes;

namespace ServerlessRetail.Http.OpenApi;

/// <summary>What can be sent to be scored. Each model has columns of its own, so no record of the code stands for a customer.</summary>
internal static class CustomerSchemas
{
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
            ["description"] = $"Customers, in up to {RequestBodyMegabytes} MB.",
            ["required"] = true,
            ["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["oneOf"] = new JsonArray(one, several, batch) } },
            },
        };
    }

    private static int RequestBodyMegabytes => Http.RequestBody.MaxBytes / 1_000_000;
}
