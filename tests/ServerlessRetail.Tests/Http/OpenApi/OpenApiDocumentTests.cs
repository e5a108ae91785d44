using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Http;
using ServerlessRetail.Http.OpenApi;

namespace ServerlessRetail.Tests.Http.OpenApi;

public sealed class OpenApiDocumentTests
{
    private static readonly JsonObject Document = JsonNode.Parse(OpenApiDocument.Write())!.AsObject();

    private static IReadOnlyList<(string Path, string Method, JsonObject Operation)> Operations =>
    [
        .. from path in Document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key != "parameters"
           select (path.Key, operation.Key, operation.Value!.AsObject()),
    ];

    [Fact]
    public void Is_the_same_however_often_it_is_written() => Assert.Equal(OpenApiDocument.Write(), OpenApiDocument.Write());

    [Fact]
    public void Is_openapi_3_1_of_this_release_on_a_relative_server()
    {
        Assert.StartsWith("3.1.", Text(Document["openapi"]), StringComparison.Ordinal);
        Assert.Equal(Release.Version, Text(Document["info"]!["version"]));
        Assert.Equal("/api", Text(Assert.Single(Document["servers"]!.AsArray())!["url"]));
    }

    [Fact]
    public void Has_every_route_and_no_other_with_an_id_of_its_own()
    {
        var routes = Operations.Select(operation => (operation.Method.ToUpperInvariant(), operation.Path[1..]));

        Assert.Equal(Routes.All.Select(route => (route.Method, route.Template)).Order(), routes.Order());
        Assert.Equal(
            Routes.All.Select(route => JsonNamingPolicy.CamelCase.ConvertName(route.Name)).Order(),
            Operations.Select(operation => Text(operation.Operation["operationId"])).Order());
    }

    [Fact]
    public void Every_value_of_a_path_is_a_parameter_of_it() => Assert.All(Document["paths"]!.AsObject(), path => Assert.Equal(
        path.Key.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}')),
        path.Value!["parameters"]!.AsArray().Select(parameter => Text(parameter!["name"]))));

    [Fact]
    public void Every_reference_leads_to_a_schema_and_every_schema_is_referred_to()
    {
        var schemas = Document["components"]!["schemas"]!.AsObject().Select(schema => $"#/components/schemas/{schema.Key}");

        Assert.Equal(schemas.Order(), Nodes(Document).Where(node => node.Key == "$ref").Select(node => Text(node.Value)).Distinct().Order());
    }

    [Fact]
    public void Every_problem_of_the_library_is_an_answer_of_its_status_and_an_allowed_code()
    {
        var problems = ProblemsTests.All.Select(problem => (problem.Status.ToString(CultureInfo.InvariantCulture), problem.Code));

        var answers =
            from operation in Operations
            from response in operation.Operation["responses"]!.AsObject()
            from example in response.Value!["content"]?["application/problem+json"]?["examples"]?.AsObject() ?? []
            select (response.Key, example.Key);

        // What is wrong with one line or row is told in its result.
        Assert.Equal(problems.Order(), answers.Concat([("413", "lineTooLong"), ("400", "brokenRow")]).Distinct().Order());
        Assert.Equal(problems.Select(problem => problem.Code).Order(StringComparer.Ordinal), Property("Problem", "code")["enum"]!.AsArray().Select(Text));
    }

    [Fact]
    public void Every_operation_is_in_a_group_that_is_described_and_no_group_is_empty() => Assert.Equal(
        Document["tags"]!.AsArray().Where(tag => Text(tag!["description"]).Length > 0).Select(tag => Text(tag!["name"])).Order(),
        Operations.Select(operation => Text(Assert.Single(operation.Operation["tags"]!.AsArray()))).Distinct().Order());

    [Fact]
    public void Enums_are_the_words_that_answers_have()
    {
        Assert.Equal(["running", "promoted", "kept", "scored", "rejected", "failed", "superseded"], Schema("RunState")["enum"]!.AsArray().Select(Text));
        Assert.Equal(["raises", "lowers"], Schema("ReasonDirection")["enum"]!.AsArray().Select(Text));
    }

    [Fact]
    public void What_answers_always_have_is_required_and_nothing_else()
    {
        Assert.Equal(["model"], Required("ModelView"));
        Assert.Empty(Required("ScoreResult"));
        Assert.Equal(["column", "value", "contribution", "change", "direction"], Required("ScoreReason"));
        Assert.Equal(["id", "state"], Required("LastRunView"));
    }

    [Fact]
    public void Only_metrics_can_be_null_in_an_answer()
    {
        var nullable =
            from schema in Document["components"]!["schemas"]!.AsObject()
            from property in schema.Value!["properties"]?.AsObject() ?? []
            where Nodes(property.Value).Any(node => node is { Key: "type", Value: JsonArray })
            select (schema.Key, property.Key);

        Assert.Equal([("ChampionView", "metrics"), ("ChampionView", "baseline"), ("RunRecord", "metrics")], nullable);
        Assert.Equal("number", Text(Property("ScoreResult", "probabilities")["additionalProperties"]!["type"]));
        Assert.Equal("number", Text(Property("ScoreResult", "probability")["type"]));
    }

    [Fact]
    public void Every_property_has_a_type_but_the_value_that_a_customer_was_sent_with()
    {
        var untyped =
            from schema in Document["components"]!["schemas"]!.AsObject()
            from property in schema.Value!["properties"]?.AsObject() ?? []
            where property.Value!["type"] is null && property.Value["$ref"] is null
            select (schema.Key, property.Key);

        Assert.Equal([("ScoreReason", "value")], untyped);
    }

    [Fact]
    public void Every_operation_asks_for_a_key_in_header_or_query() => Assert.Equal(
        [("header", "x-functions-key"), ("query", "code")],
        Document["security"]!.AsArray().Select(scheme => Document["components"]!["securitySchemes"]![Assert.Single(scheme!.AsObject()).Key]!)
            .Select(scheme => (Text(scheme["in"]), Text(scheme["name"]))));

    private static JsonObject Schema(string name) => Document["components"]!["schemas"]![name]!.AsObject();

    private static JsonNode Property(string schema, string name) => Schema(schema)["properties"]![name]!;

    private static IEnumerable<string> Required(string schema) => Schema(schema)["required"]?.AsArray().Select(Text) ?? [];

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Nodes(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(property => Nodes(property.Value).Prepend(property)),
        JsonArray json => json.SelectMany(Nodes),
        _ => [],
    };
}
