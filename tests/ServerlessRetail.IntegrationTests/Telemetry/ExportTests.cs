using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServerlessRetail.Datasets;
using ServerlessRetail.IntegrationTests.MainJob;
using ServerlessRetail.Telemetry;
using ServerlessRetail.Training;

namespace ServerlessRetail.IntegrationTests.Telemetry;

/// <summary>What the local host, as a process of its own, sends to Application Insights.</summary>
public sealed class ExportTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _model = RunningHost.NewModel();
    private IsolatedStorage _storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await IsolatedStorage.StartAsync(azurite);
        await _storage.Data.Datasets.GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task One_upload_and_one_score_arrive_once_each_and_without_a_customer()
    {
        await using var ingestion = await Ingestion.StartAsync();
        using var client = new HttpClient();
        using (var host = await StartAsync(ingestion.ConnectionString))
        {
            await TrainAsync(PlantedCustomers.Csv());
            using var answer = await client.PostAsJsonAsync(new Uri(host.Address, $"models/{_model}/score"), new { email = PlantedCustomers.Email(1), tier = "gold", visits = 3 }, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await RunningHost.WaitAsync(() => Task.FromResult(Names("MetricData").Contains("serverlessretail.score.duration")), "the metrics to be sent");
            await RunningHost.WaitAsync(() => Task.FromResult(Spans().Any(span => span.Name == "score")), "the spans to be sent");
        }

        string[] steps = ["read", "understand", "duplicates", "split", "quality", "guards", "fit", "evaluate", "register", "promote"];
        Assert.Equal(
            ((string[])["train", .. steps.Select(step => $"train.{step}"), "score"]).Order(StringComparer.Ordinal),
            Spans().Select(span => span.Name).Order(StringComparer.Ordinal));
        var promoted = Assert.Single(ingestion.Items("EventData"));
        Assert.Equal((CustomEventNames.ModelPromoted, _model, RunReasons.FirstChampion), (promoted.Name, promoted.Property("model"), promoted.Property("reason")));
        Assert.NotNull(promoted.Property("auc"));
        Assert.Equal([promoted.Operation], Spans().Where(span => span.Name.StartsWith("train", StringComparison.Ordinal)).Select(span => span.Operation).Distinct());
        Assert.Superset(
            new HashSet<string>(["serverlessretail.training.runs", "serverlessretail.training.rows", "serverlessretail.training.step.duration", "serverlessretail.model.metric", "serverlessretail.score.customers", "serverlessretail.cache.reloads"]),
            Names("MetricData"));
        Assert.Empty(PlantedCustomers.FindIn(ingestion.Text));

        HashSet<string> Names(string type) => [.. ingestion.Items(type).Select(item => item.Name)];

        // The platform's own spans, for calls to storage for example, are others'.
        List<Item> Spans() => [.. ((string[])["RequestData", "RemoteDependencyData"]).SelectMany(ingestion.Items)
            .Where(item => item.Name is "train" or "score" || item.Name.StartsWith("train.", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task With_ingestion_out_of_reach_nothing_else_fails()
    {
        // Port 9 discards: nobody is there.
        using var host = await StartAsync("InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/;LiveEndpoint=http://127.0.0.1:9/");
        using var client = new HttpClient();

        var run = await TrainAsync(PlantedCustomers.Csv());
        using var answer = await client.PostAsJsonAsync(new Uri(host.Address, $"models/{_model}/score"), new { tier = "gold", visits = 3 }, Token);

        Assert.Equal(RunState.Promoted, run.State);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_problem_names_the_trace_that_the_request_is_logged_under()
    {
        using var host = await StartedHost.StartAsync(_storage.ConnectionString);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "models/nobody"));
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var answer = await client.SendAsync(request, Token);

        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (string?)problem["traceId"]);
    }

    private Task<StartedHost> StartAsync(string ingestion) =>
        StartedHost.StartAsync(_storage.ConnectionString, new Dictionary<string, string>
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ingestion,
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        });

    private async Task<RunRecord> TrainAsync(byte[] content)
    {
        await _storage.Data.Datasets.GetBlobClient($"{_model}/customers.csv").UploadAsync(BinaryData.FromBytes(content), Token);
        RunRecord? run = null;
        await RunningHost.WaitAsync(async () => await _storage.Runs.ListAsync(_model, 1, Token) is [{ IsFinished: true } ended] && (run = ended) is not null, "the run to end");
        return run!;
    }
}
