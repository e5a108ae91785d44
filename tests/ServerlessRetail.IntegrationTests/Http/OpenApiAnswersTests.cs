using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;
using ServerlessRetail.IntegrationTests.MainJob;

namespace ServerlessRetail.IntegrationTests.Http;

/// <summary>The document that the running host gives, against the host's own answers.</summary>
public sealed class OpenApiAnswersTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private const string Customer = """{"customer_id":"C9","tenure":3,"tier":"gold","visits":2}""";

    /// <summary>Route, path with <c>*</c> for the trained model, body, content type, status.</summary>
    public static TheoryData<string, string, string?, string, int> Requests => new()
    {
        { nameof(Routes.ListModels), "models", null, "", 200 },
        { nameof(Routes.GetModel), "models/*", null, "", 200 },
        { nameof(Routes.GetModel), "models/no-such-model", null, "", 404 },
        { nameof(Routes.GetModelCard), "models/*/versions/champion/card", null, "", 200 },
        { nameof(Routes.GetModelCard), "models/*/versions/0123456789ab/card", null, "", 404 },
        { nameof(Routes.ListRuns), "models/*/runs", null, "", 200 },
        { nameof(Routes.ListRuns), "models/*/runs?limit=none", null, "", 400 },
        { nameof(Routes.ListRuns), "models/no-such-model/runs", null, "", 404 },
        { nameof(Routes.ScoreCustomers), "models/*/score", Customer, "application/json", 200 },
        { nameof(Routes.ScoreCustomers), "models/*/score", $"[{Customer},{{\"tenure\":null,\"shoe_size\":44}}]", "application/json", 200 },
        { nameof(Routes.ScoreCustomers), "models/*/score?reasons=0", $"{{\"customers\":[{Customer},{{\"tenure\":true}}]}}", "application/json", 200 },
        { nameof(Routes.ScoreCustomers), "models/*/score", """{"tenure":"long"}""", "application/json", 400 },
        { nameof(Routes.ScoreCustomers), "models/*/score", "", "application/json", 400 },
        { nameof(Routes.ScoreCustomers), "models/*/score", "{", "application/json", 400 },
        { nameof(Routes.ScoreCustomers), "models/no-such-model/score", Customer, "application/json", 404 },
        { nameof(Routes.ScoreCustomers), "models/*/score", "a,b", "text/plain", 415 },
        { nameof(Routes.ScoreCustomers), "models/*/score", "tenure,tier\n3,gold\n", "text/csv", 200 },
        { nameof(Routes.ScoreCustomers), "models/*/score", "shoe_size\n44\n", "text/csv", 400 },
        { nameof(Routes.RefreshModel), "models/*/refresh", "", "application/json", 200 },
        { nameof(Routes.RefreshModel), "models/no-such-model/refresh", "", "application/json", 404 },
        { nameof(Routes.Health), "health", null, "", 200 },
        { nameof(Routes.GetReadiness), "health/ready", null, "", 200 },
        { nameof(Routes.GetOpenApi), "openapi.json", null, "", 200 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task An_answer_is_as_it_is_described(string route, string path, string? body, string contentType, int status)
    {
        var api = await ReadAsync();

        using var response = await SendAsync(path.Replace("*", TrainedModel, StringComparison.Ordinal), body, contentType);

        Assert.Equal(status, (int)response.StatusCode);
        await api.AssertDescribesAsync(route, response);
    }

    [Fact]
    public void Every_route_is_asked() =>
        Assert.Equal(Routes.All.Select(route => route.Name).Order(), Requests.Select(request => request.Data.Item1).Distinct().Order());

    [Fact]
    public async Task Too_many_customers_and_a_model_that_is_not_trained_are_as_described()
    {
        var model = RunningHost.NewModel();
        await Host.TrainAsync($"{model}/empty.csv", "");
        var api = await ReadAsync();

        using var tooMany = await SendAsync($"models/{TrainedModel}/score", $"[{string.Join(',', Enumerable.Repeat("{}", 10_001))}]");
        using var notTrained = await SendAsync($"models/{model}/score", Customer);
        using var view = await SendAsync($"models/{model}");
        using var runs = await SendAsync($"models/{model}/runs");

        Assert.Equal((413, 503), ((int)tooMany.StatusCode, (int)notTrained.StatusCode));
        await api.AssertDescribesAsync(nameof(Routes.ScoreCustomers), tooMany);
        await api.AssertDescribesAsync(nameof(Routes.ScoreCustomers), notTrained);
        await api.AssertDescribesAsync(nameof(Routes.GetModel), view);
        await api.AssertDescribesAsync(nameof(Routes.ListRuns), runs);
    }

    [Fact]
    public async Task Every_line_of_a_stream_is_a_result_as_it_is_described()
    {
        var api = await ReadAsync();

        using var response = await SendAsync($"models/{TrainedModel}/score?reasons=2", $"{Customer}\n{{\"tenure\"\n", "application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Trim().Split('\n');

        await api.AssertDescribesAsync(nameof(Routes.ScoreCustomers), response);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Empty(api.Failures(new JsonObject { ["$ref"] = "#/components/schemas/ScoreResult" }, line)));
    }

    [Theory]
    [InlineData("?threshold=0.4&strict=true", 200)]
    [InlineData("?version=0123456789ab", 404)]
    [InlineData("?threshold=2", 400)]
    public async Task What_the_query_asks_of_a_score_is_answered_as_described(string query, int status)
    {
        var api = await ReadAsync();

        using var response = await SendAsync($"models/{TrainedModel}/score{query}", Customer);

        Assert.Equal(status, (int)response.StatusCode);
        await api.AssertDescribesAsync(nameof(Routes.ScoreCustomers), response);
        Assert.All(query[1..].Split('&'), part => Assert.Contains(
            api.Operation(nameof(Routes.ScoreCustomers))["parameters"]!.AsArray(), parameter => RunningHost.Text(parameter!["name"]) == part.Split('=')[0]));
    }

    [Theory]
    [InlineData("logisticRegression", true)]
    [InlineData("linearRegression", false)]
    public async Task Several_classes_and_numbers_are_answered_as_described(string trainer, bool isOfClasses)
    {
        var model = RunningHost.NewModel();
        await Host.UploadAsync($"{model}/{DatasetName.SettingsFile}", $$"""{ "trainers": [{ "name": "{{trainer}}", "l2": 1 }] }""");
        await Host.TrainAsync($"{model}/customers.csv", isOfClasses ? Samples.Segments() : Samples.Spend());
        var api = await ReadAsync();

        using var view = await SendAsync($"models/{model}");
        using var runs = await SendAsync($"models/{model}/runs");
        using var score = await SendAsync($"models/{model}/score", """{"visits":20,"basket":70,"tier":"gold"}""");

        Assert.True(score.IsSuccessStatusCode);
        await api.AssertDescribesAsync(nameof(Routes.GetModel), view);
        await api.AssertDescribesAsync(nameof(Routes.ListRuns), runs);
        await api.AssertDescribesAsync(nameof(Routes.ScoreCustomers), score);
    }

    [Theory]
    [InlineData(nameof(Routes.ListRuns), "runs", null)]
    [InlineData(nameof(Routes.ScoreCustomers), "score", Customer)]
    public async Task A_query_takes_the_numbers_that_are_described_and_no_others(string route, string path, string? body)
    {
        var number = Assert.Single((await ReadAsync()).Operation(route)["parameters"]!.AsArray(), parameter => RunningHost.Text(parameter!["schema"]!["type"]) == "integer")!;
        var (least, most) = (number["schema"]!["minimum"]!.GetValue<int>(), number["schema"]!["maximum"]!.GetValue<int>());

        var statuses = new List<int>();
        foreach (var value in (int[])[least - 1, least, most, most + 1])
        {
            using var response = await SendAsync(string.Create(CultureInfo.InvariantCulture, $"models/{TrainedModel}/{path}?{number["name"]}={value}"), body);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([400, 200, 200, 400], statuses);
    }

    [Fact]
    public async Task Bodies_that_are_scored_are_allowed_and_what_holds_no_customers_is_not()
    {
        var api = await ReadAsync();

        var bodies = Requests.Select(request => request.Data).Where(request => request is { Item1: nameof(Routes.ScoreCustomers), Item4: "application/json", Item5: 200 }).Select(request => request.Item3).OfType<string>();

        Assert.All(bodies, body => Assert.True(api.AllowsBody(nameof(Routes.ScoreCustomers), body), body));
        Assert.All((string[])["42", "\"C9\"", "{}", "[[]]", """{"customers":{}}""", """{"customers":[7]}"""], body =>
            Assert.False(api.AllowsBody(nameof(Routes.ScoreCustomers), body), body));
    }

    [Theory]
    [InlineData("GetModel", """{"task":"binary"}""")]
    [InlineData("GetModel", """{"model":"churn","task":"ranking"}""")]
    [InlineData("GetModel", """{"model":"churn","modell":"churn"}""")]
    [InlineData("GetModel", """{"model":"churn","lastRun":{"id":7,"state":"kept"}}""")]
    [InlineData("ListModels", """{"models":[{}]}""")]
    public async Task Answers_that_nobody_gives_are_not_described(string route, string body)
    {
        var api = await ReadAsync();

        Assert.NotEmpty(api.Failures(api.Operation(route)["responses"]!["200"]!["content"]!["application/json"]!["schema"]!, body));
    }

    private Task<DescribedApi> ReadAsync() => DescribedApi.ReadAsync(Host);

    private async Task<HttpResponseMessage> SendAsync(string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri($"api/{path}", UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        return await Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
