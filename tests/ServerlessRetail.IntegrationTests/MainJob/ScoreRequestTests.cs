using System.Globalization;
using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.MainJob;

public sealed class ScoreRequestTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private const string Customer = """{"customer_id":"C9","tenure":3,"tier":"gold","visits":2}""";

    [Fact]
    public async Task One_customer_gives_one_result_with_reasons_that_name_the_value()
    {
        var (response, json) = await Host.ScoreAsync(TrainedModel, Customer);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((TrainedModel, "C9"), (RunningHost.Text(json!["model"]), RunningHost.Text(json["id"])));
        Assert.InRange(json["probability"]!.GetValue<double>(), 0, 1);
        Assert.Contains(RunningHost.Text(json["decision"]), (string[])["yes", "no"]);
        Assert.Equal(3, json["reasons"]!.AsArray().Count);
        var tenure = json["reasons"]!.AsArray().Single(reason => RunningHost.Text(reason!["column"]) == "tenure")!;
        Assert.Equal(3, tenure["value"]!.GetValue<int>());
        Assert.True(tenure["contribution"]!.GetValue<double>() > 0);
        Assert.Empty(json["warnings"]!.AsArray());
    }

    [Fact]
    public async Task An_array_gives_an_array_and_an_envelope_states_model_and_version_once()
    {
        var (_, array) = await Host.ScoreAsync(TrainedModel, $"[{Customer},{Customer}]");
        var (_, batch) = await Host.ScoreAsync(TrainedModel, $"{{\"customers\":[{Customer},{Customer}]}}");

        Assert.Equal(2, array!.AsArray().Count);
        Assert.Equal(TrainedModel, RunningHost.Text(array[0]!["model"]));
        Assert.Equal(TrainedModel, RunningHost.Text(batch!["model"]));
        Assert.Equal(2, batch["results"]!.AsArray().Count);
        Assert.Null(batch["results"]![0]!["model"]);
        Assert.Equal(array[0]!["probability"]!.GetValue<double>(), batch["results"]![1]!["probability"]!.GetValue<double>());
    }

    [Fact]
    public async Task Missing_extra_null_and_unseen_fields_are_told_and_scored()
    {
        var (response, json) = await Host.ScoreAsync(TrainedModel, """{"tenure":null,"tier":"platinum","Visits":2,"shoe_size":44}""");

        Assert.True(response.IsSuccessStatusCode);
        var warnings = json!["warnings"]!.AsArray().Select(warning => (RunningHost.Text(warning!["code"]), RunningHost.Text(warning["column"])));
        Assert.Equal(
            [("missingField", "visits"), ("missingValue", "tenure"), ("unknownField", "Visits"), ("unknownField", "shoe_size"), ("unseenCategory", "tier")],
            warnings.Order());
    }

    [Fact]
    public async Task A_field_of_the_wrong_type_is_refused_with_its_path_and_in_a_batch_fails_alone()
    {
        var (single, problem) = await Host.ScoreAsync(TrainedModel, """{"tenure":"long","tier":["gold"],"visits":2}""");
        var (batch, json) = await Host.ScoreAsync(TrainedModel, $"{{\"customers\":[{Customer},{{\"tenure\":{{}}}},7]}}");

        Assert.Equal(400, (int)single.StatusCode);
        Assert.Equal("application/problem+json", single.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["tenure", "tier"], problem!["errors"]!.AsArray().Select(error => RunningHost.Text(error!["path"])));
        Assert.True(batch.IsSuccessStatusCode);
        var results = json!["results"]!.AsArray();
        Assert.NotNull(results[0]!["probability"]);
        Assert.Equal("customers[1].tenure", RunningHost.Text(results[1]!["error"]!["errors"]![0]!["path"]));
        Assert.Equal("customers[2]", RunningHost.Text(results[2]!["error"]!["errors"]![0]!["path"]));
    }

    [Theory]
    [InlineData("", 400, "emptyBody")]
    [InlineData("{ \"tenure\": 3,\n  \"tier\" ", 400, "brokenJson")]
    [InlineData("42", 400, "notCustomers")]
    [InlineData("{}", 400, "invalidCustomer")]
    [InlineData("{ \"customers\": {} }", 400, "notCustomers")]
    public async Task A_body_that_holds_no_customer_is_refused(string body, int status, string code)
    {
        var (response, problem) = await Host.ScoreAsync(TrainedModel, body);

        AssertProblem(response, problem, status, code);
    }

    [Fact]
    public async Task Broken_json_is_told_with_line_and_column()
    {
        var (_, problem) = await Host.ScoreAsync(TrainedModel, "{ \"tenure\": 3,\n  oops }");

        Assert.Contains("line 2, column 3", RunningHost.Text(problem!["detail"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_customers_are_scored_and_one_more_is_refused()
    {
        var (accepted, array) = await Host.ScoreAsync(TrainedModel, Repeat(10_000), "?reasons=0");
        var (refused, problem) = await Host.ScoreAsync(TrainedModel, Repeat(10_001));

        Assert.True(accepted.IsSuccessStatusCode);
        Assert.Equal(10_000, array!.AsArray().Count);
        AssertProblem(refused, problem, 413, "tooManyCustomers");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_20_MB_is_refused_whether_its_length_is_told_or_not(bool lengthTold)
    {
        var body = new byte[20_000_001];
        Array.Fill(body, (byte)' ');
        using var content = lengthTold ? (HttpContent)new ByteArrayContent(body) : new StreamContent(new UnknownLengthStream(body));
        content.Headers.TryAddWithoutValidation("content-type", "application/json");

        using var response = await Host.Client.PostAsync(new Uri($"api/models/{TrainedModel}/score", UriKind.Relative), content, TestContext.Current.CancellationToken);

        AssertProblem(response, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), 413, "bodyTooLarge");
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        var (response, problem) = await Host.ScoreAsync(TrainedModel, "tenure=3", contentType: "application/x-www-form-urlencoded");

        AssertProblem(response, problem, 415, "unsupportedContentType");
    }

    [Theory]
    [InlineData("no-such-model")]
    [InlineData("Not_A_Name")]
    public async Task An_unknown_model_is_not_found(string model)
    {
        var (response, problem) = await Host.ScoreAsync(model, Customer);
        using var view = await Host.Client.GetAsync(new Uri($"api/models/{model}", UriKind.Relative), TestContext.Current.CancellationToken);
        using var runs = await Host.Client.GetAsync(new Uri($"api/models/{model}/runs", UriKind.Relative), TestContext.Current.CancellationToken);

        AssertProblem(response, problem, 404, "unknownModel");
        Assert.Equal((404, 404), ((int)view.StatusCode, (int)runs.StatusCode));
    }

    [Fact]
    public async Task A_model_without_a_champion_is_not_ready_and_says_why()
    {
        var model = RunningHost.NewModel();
        await Host.TrainAsync($"{model}/empty.csv", "");

        var (response, problem) = await Host.ScoreAsync(model, Customer);

        AssertProblem(response, problem, 503, "noChampion");
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Contains("emptyFile", RunningHost.Text(problem!["detail"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?reasons=1", 1)]
    [InlineData("?reasons=0", 0)]
    [InlineData("?reasons=99", 3)]
    public async Task The_number_of_reasons_can_be_chosen(string query, int count)
    {
        var (_, json) = await Host.ScoreAsync(TrainedModel, Customer, query);

        Assert.Equal(count, json!["reasons"]?.AsArray().Count ?? 0);
    }

    [Theory]
    [InlineData("?reasons=many")]
    [InlineData("?reasons=101")]
    public async Task A_number_of_reasons_that_is_none_is_refused(string query)
    {
        var (response, problem) = await Host.ScoreAsync(TrainedModel, Customer, query);

        AssertProblem(response, problem, 400, "invalidQuery");
    }

    [Theory]
    [InlineData("?threshold=0", "yes")]
    [InlineData("?threshold=1", "no")]
    public async Task A_threshold_overrules_the_models(string query, string decision)
    {
        var (_, json) = await Host.ScoreAsync(TrainedModel, Customer, query);

        Assert.Equal(decision, RunningHost.Text(json!["decision"]));
    }

    [Fact]
    public async Task A_strict_request_fails_the_customers_that_are_not_as_in_training_and_no_other()
    {
        var (response, array) = await Host.ScoreAsync(TrainedModel, $$"""[{{Customer}},{"tenure":3,"tier":"platinum","shoe_size":44}]""", "?strict=true");

        Assert.True(response.IsSuccessStatusCode);
        Assert.NotNull(array![0]!["probability"]);
        Assert.Equal(
            [("[1].shoe_size", "unknownField"), ("[1].tier", "unseenCategory"), ("[1].visits", "missingField")],
            array[1]!["error"]!["errors"]!.AsArray().Select(error => (RunningHost.Text(error!["path"]), RunningHost.Text(error["code"]))).Order());
    }

    [Fact]
    public async Task The_version_that_scored_is_told_as_an_entity_tag_and_can_be_asked_for()
    {
        var (response, json) = await Host.ScoreAsync(TrainedModel, Customer);
        var version = RunningHost.Text(json!["version"]);

        var (pinned, same) = await Host.ScoreAsync(TrainedModel, Customer, $"?version={version}");

        Assert.Equal("binary", RunningHost.Text(json["task"]));
        Assert.Equal($"\"{version}\"", response.Headers.ETag?.Tag);
        Assert.Equal($"\"{version}\"", pinned.Headers.ETag?.Tag);
        Assert.True(JsonNode.DeepEquals(json, same));
    }

    [Fact]
    public async Task A_version_that_is_no_longer_the_champion_goes_on_scoring_for_who_asks_for_it()
    {
        var model = await Host.NewQuickModelAsync();
        var first = RunningHost.Text((await Host.TrainAsync($"{model}/first.csv", Samples.Churn(shift: 10)))["version"]);
        var (_, before) = await Host.ScoreAsync(model, Customer);
        await Host.TrainAsync($"{model}/second.csv", Samples.Churn(rows: 600, shift: 11));

        var (_, champion) = await Host.ScoreAsync(model, Customer);
        var (response, pinned) = await Host.ScoreAsync(model, Customer, $"?version={first}");

        Assert.NotEqual(first, RunningHost.Text(champion!["version"]));
        Assert.Equal($"\"{first}\"", response.Headers.ETag?.Tag);
        Assert.True(JsonNode.DeepEquals(before, pinned));
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_not_found()
    {
        var (response, problem) = await Host.ScoreAsync(TrainedModel, Customer, "?version=000000000000");
        var (other, noModel) = await Host.ScoreAsync("no-such-model", Customer, "?version=000000000000");

        AssertProblem(response, problem, 404, "unknownVersion");
        AssertProblem(other, noModel, 404, "unknownModel");
    }

    [Fact]
    public async Task More_lines_than_any_document_may_hold_are_answered_line_by_line()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 200_000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"customer_id":"C{{i}}","tenure":{{i % 70}},"tier":"gold","visits":2,"comment":"{{new string('x', 80)}}"}""")));
        using var content = new StringContent(lines);
        content.Headers.ContentType = new("application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/models/{TrainedModel}/score", UriKind.Relative)) { Content = content };

        using var response = await Host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.InRange(lines.Length, 30_000_001, int.MaxValue);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        var count = 0;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Assert.Contains($"\"id\":\"C{count++}\"", line, StringComparison.Ordinal);
            Assert.Contains("\"probability\":", line, StringComparison.Ordinal);
        }

        Assert.Equal(200_000, count);
    }

    [Fact]
    public async Task Lines_can_be_asked_for_in_place_of_an_array()
    {
        using var content = new StringContent($"[{Customer},7]");
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/models/{TrainedModel}/score", UriKind.Relative)) { Content = content };
        request.Headers.Accept.ParseAdd("application/x-ndjson");

        using var response = await Host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal("C9", RunningHost.Text(lines[0]["id"]));
        Assert.Equal(3, lines[0]["reasons"]!.AsArray().Count);
        Assert.Equal(2, lines[1]["line"]!.GetValue<int>());
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task No_lines_at_all_are_refused()
    {
        var (response, problem) = await Host.ScoreAsync(TrainedModel, "", contentType: "application/x-ndjson");

        AssertProblem(response, problem, 400, "emptyBody");
    }

    [Theory]
    [InlineData("text/csv", "customer_id;tenure;tier;visits\nC9;3;gold;2\n", "customer_id;version;probability;decision;error")]
    [InlineData("application/json", Customer, "customer_id,version,probability,decision,reason1,reason2,reason3,error")]
    [InlineData("application/x-ndjson", Customer, "customer_id,version,probability,decision,error")]
    public async Task Every_form_of_customers_can_be_answered_as_CSV(string contentType, string body, string header)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = new(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/models/{TrainedModel}/score", UriKind.Relative)) { Content = content };
        request.Headers.Accept.ParseAdd("text/csv");

        using var response = await Host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var rows = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(header, rows[0]);
        Assert.StartsWith("C9", rows[1], StringComparison.Ordinal);
        Assert.Equal([""], rows[2..]);
    }

    [Theory]
    [InlineData("", "emptyBody")]
    [InlineData("Tenure,shoe_size\n3,44\n", "noKnownColumn")]
    [InlineData("\n\n", "unreadableCsv")]
    public async Task CSV_without_a_header_of_the_models_columns_is_refused(string body, string code)
    {
        var (response, problem) = await Host.ScoreAsync(TrainedModel, body, contentType: "text/csv");

        AssertProblem(response, problem, 400, code);
    }

    private static void AssertProblem(HttpResponseMessage response, JsonNode? problem, int status, string code)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((status, code), (problem!["status"]!.GetValue<int>(), RunningHost.Text(problem["code"])));
        Assert.NotEmpty(RunningHost.Text(problem["detail"]));
    }

    private static string Repeat(int count) =>
        "[" + string.Join(',', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"tenure\":{i % 70}}}"))) + "]";

    private sealed class UnknownLengthStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
