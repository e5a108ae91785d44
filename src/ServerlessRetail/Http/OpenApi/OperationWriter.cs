using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessRetail.Http.OpenApi;

/// <summary>Writes operations, and the schemas that they refer to into a set.</summary>
internal sealed class OperationWriter(SchemaSet schemas)
{
    public JsonObject Write(ApiRoute route, Operation operation)
    {
        var written = new JsonObject
        {
            ["operationId"] = JsonNamingPolicy.CamelCase.ConvertName(route.Name),
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
            ["description"] = operation.Description,
        };
        if (operation.Query.Count > 0)
            written["parameters"] = new JsonArray([.. operation.Query.Select(number => number.ToParameter())]);
        if (operation.TakesCustomers)
            written["requestBody"] = CustomerSchemas.RequestBody(schemas);
        written["responses"] = Responses(route, operation);
        if (route.Access == ApiAccess.Anonymous)
            written["security"] = new JsonArray();
        return written;
    }

    private JsonObject Responses(ApiRoute route, Operation operation)
    {
        var answer = Response("The answer.", operation.Answers.Count == 0 ? "text/html" : "application/json", Answer(operation));
        if (operation.TakesCustomers)
        {
            answer["content"]![CustomerSchemas.Lines] = CustomerSchemas.LinesOf("A ScoreResult a line, in the order of the customers.");
            answer["content"]![CustomerSchemas.Csv] = CustomerSchemas.LinesOf("A header, and a row for each customer, in their order.");
            answer["headers"] = Header("ETag", "string", "The version that scored, in quotation marks.");
        }
        var responses = new SortedDictionary<int, JsonNode?> { [200] = answer };
        if (operation.OtherStatus is { } other)
            responses[other] = answer.DeepClone();
        if (route.Access == ApiAccess.Key)
            responses[401] = new JsonObject { ["description"] = "In Azure: no function key, or a wrong one. Without a body." };
        foreach (var problems in operation.Problems.GroupBy(problem => problem.Status))
            responses[problems.Key] = ProblemResponse([.. problems]);
        return new JsonObject(responses.Select(response =>
            KeyValuePair.Create(response.Key.ToString(CultureInfo.InvariantCulture), response.Value)));
    }

    private JsonObject Answer(Operation operation) => operation.Answers switch
    {
        [] => new JsonObject { ["type"] = "string" },
        [var only] => schemas.SchemaOf(only),
        var several => new JsonObject { ["anyOf"] = new JsonArray([.. several.Select(schemas.SchemaOf)]) },
    };

    private JsonObject ProblemResponse(IReadOnlyList<Problem> problems)
    {
        var titles = string.Join(" ", problems.Select(problem => $"`{problem.Code}`: {problem.Title}."));
        var response = Response(titles, "application/problem+json", schemas.SchemaOf(HttpJson.Readable.Problem));
        response["content"]!["application/problem+json"]!["examples"] = new JsonObject(problems.Select(problem =>
            KeyValuePair.Create<string, JsonNode?>(problem.Code, new JsonObject
            {
                ["summary"] = problem.Title,
                ["value"] = JsonSerializer.SerializeToNode(problem, HttpJson.Readable.Problem),
            })));
        if (problems[0].Status == 503)
        {
            response["headers"] = Header("Retry-After", "integer", "Seconds after which the same request may succeed.");
        }
        return response;
    }

    private static JsonObject Header(string name, string type, string description) => new()
    {
        [name] = new JsonObject { ["description"] = description, ["schema"] = new JsonObject { ["type"] = type } },
    };

    private static JsonObject Response(string description, string contentType, JsonObject schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [contentType] = new JsonObject { ["schema"] = schema } },
    };
}
