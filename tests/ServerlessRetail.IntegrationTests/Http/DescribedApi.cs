using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using ServerlessRetail.Http;
using ServerlessRetail.IntegrationTests.MainJob;

namespace ServerlessRetail.IntegrationTests.Http;

/// <summary>The API as its own document describes it, to compare real requests and answers with.</summary>
internal sealed class DescribedApi(JsonObject document)
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    public static async Task<DescribedApi> ReadAsync(RunningHost host) => new((await host.GetJsonAsync("api/openapi.json")).AsObject());

    public JsonObject Operation(string route)
    {
        var (_, method, template, _) = Routes.All.Single(candidate => candidate.Name == route);
        return document["paths"]![$"/{template}"]![method.ToLowerInvariant()]!.AsObject();
    }

    /// <summary>The status is one that the route has, with this content type, and the body is as its schema says, with nothing more.</summary>
    public async Task AssertDescribesAsync(string route, HttpResponseMessage response)
    {
        var responses = Operation(route)["responses"]!.AsObject();
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        Assert.Contains(status, responses.Select(answer => answer.Key));
        var contentType = response.Content.Headers.ContentType!.MediaType!;
        var content = responses[status]!["content"]![contentType];
        Assert.True(content is not null, $"{route} {status} has no {contentType}.");

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var failures = Failures(content["schema"]!, contentType.EndsWith("json", StringComparison.Ordinal) && contentType != "application/x-ndjson" ? body : JsonSerializer.Serialize(body));
        Assert.True(failures.Count == 0, $"{route} {status}: {string.Join("; ", failures)} in {body[..Math.Min(2000, body.Length)]}");
    }

    public bool AllowsBody(string route, string body) =>
        Failures(Operation(route)["requestBody"]!["content"]!["application/json"]!["schema"]!, body).Count == 0;

    /// <summary>Where the JSON is not as the schema of the document says.</summary>
    public IReadOnlyList<string> Failures(JsonNode schema, string json)
    {
        var closed = document["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (var (_, component) in closed)
        {
            if (component!["properties"] is not null)
                component["additionalProperties"] = false;
        }
        var whole = new JsonObject { ["$defs"] = closed, ["allOf"] = new JsonArray(schema.DeepClone()) };
        var text = whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);

        using var instance = JsonDocument.Parse(json);
        var results = JsonSchema.FromText(text).Evaluate(instance.RootElement, Options);
        return results.IsValid
            ? []
            : [.. results.Details!.Where(detail => detail.Errors is not null)
                .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}"), "does not match"];
    }
}
