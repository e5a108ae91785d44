using System.Globalization;
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
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private readonly string _model = RunningHost.NewModel();

    /// <summary>What cannot be sent is kept in the folder for temporary files, and sent by the next process that starts in the same folder.</summary>
    private readonly TemporaryFolder _unsent = new();

    private IsolatedStorage _storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await IsolatedStorage.StartAsync(azurite);
        await _storage.Data.Datasets.GetBlobClient($"{_model}/{DatasetName.SettingsFile}").UploadAsync(BinaryData.FromString(Samples.QuickSettings), Token);
    }

    public async ValueTask DisposeAsync()
    {
        _unsent.Dispose();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task One_upload_and_one_score_arrive_once_each_and_without_a_customer()
    {
        await using var ingestion = await Ingestion.StartAsync();
        using var client = new HttpClient();
        using (var host = await StartAsync(ingestion.ConnectionString))
        {
            await TrainAsync(PlantedCustomers.Csv());
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, $"models/{_model}/score"))
            {
                Content = JsonContent.Create(new { email = PlantedCustomers.Email(1), tier = "gold", visits = 3 }),
                Headers = { { "traceparent", $"00-{Trace}-b7ad6b7169203331-01" } },
            };
            using var answer = await client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

            // What has not been sent is sent before the end.
            await host.StopAsync();
        }

        string[] steps = ["read", "understand", "duplicates", "split", "quality", "guards", "fit", "evaluate", "register", "promote"];
        Assert.Equal(
            ((string[])[SpanNames.Train, .. steps.Select(step => $"train.{step}"), SpanNames.Score]).Order(StringComparer.Ordinal),
            Spans().Select(span => span.Name).Order(StringComparer.Ordinal));
        var promoted = Assert.Single(ingestion.Items("EventData"));
        Assert.Equal((CustomEventNames.ModelPromoted, _model, RunReasons.FirstChampion), (promoted.Name, promoted.Property(TelemetryAttributes.Model), promoted.Property(TelemetryAttributes.Reason)));
        Assert.NotNull(promoted.Property($"{TelemetryAttributes.Metric}.auc"));
        Assert.Equal([promoted.Operation], Spans().Concat(Candidates()).Where(span => span.Name.StartsWith(SpanNames.Train, StringComparison.Ordinal)).Select(span => span.Operation).Distinct());
        Assert.All(Spans().Where(span => span.Name.StartsWith("train.", StringComparison.Ordinal)), step => Assert.Equal(Only(SpanNames.Train).Id, step.Parent));
        Assert.All(Candidates(), candidate => Assert.Equal(Only("train.fit").Id, candidate.Parent));
        Assert.Contains(Candidates(), candidate => candidate.Property(TelemetryAttributes.Trainer) is not null && candidate.Property(TelemetryAttributes.Loss) is not null);
        var score = Only(SpanNames.Score);
        Assert.Equal(
            (_model, promoted.Property(TelemetryAttributes.Version), "1", "json"),
            (score.Property(TelemetryAttributes.Model), score.Property(TelemetryAttributes.Version), score.Property(TelemetryAttributes.Customers), score.Property(TelemetryAttributes.Form)));
        Assert.Superset(
            new HashSet<string>(["serverlessretail.training.runs", "serverlessretail.training.rows", "serverlessretail.training.step.duration", "serverlessretail.model.metric", "serverlessretail.score.customers", "serverlessretail.score.duration", "serverlessretail.cache.reloads"]),
            Names("MetricData"));
        var auc = Assert.Single(ingestion.Items("MetricData"), item => item.Name == "serverlessretail.model.metric" && item.Property(TelemetryAttributes.Metric) == "auc");
        Assert.Equal(promoted.Property($"{TelemetryAttributes.Metric}.auc"), ((double)auc.Data["metrics"]![0]!["value"]!).ToString(CultureInfo.InvariantCulture));
        Assert.Contains(ingestion.Items("RequestData"), request => request.Operation == Trace && request.Id == score.Parent && (string?)request.Data["responseCode"] == "200");
        Assert.Empty(PlantedCustomers.FindIn(ingestion.Text));

        HashSet<string> Names(string type) => [.. ingestion.Items(type).Select(item => item.Name)];

        // The platform's own spans, for calls to storage for example, are others'.
        List<Item> Spans() => [.. ((string[])["RequestData", "RemoteDependencyData"]).SelectMany(ingestion.Items)
            .Where(item => item.Name is SpanNames.Train or SpanNames.Score || (item.Name.StartsWith("train.", StringComparison.Ordinal) && item.Name != SpanNames.Candidate))];

        Item Only(string name) => Assert.Single(Spans(), span => span.Name == name);

        IEnumerable<Item> Candidates() => ingestion.Items("RemoteDependencyData").Where(item => item.Name == SpanNames.Candidate);
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
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        using var answer = await client.SendAsync(request, Token);

        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        Assert.Equal(Trace, (string?)problem["traceId"]);
    }

    private Task<StartedHost> StartAsync(string ingestion) =>
        StartedHost.StartAsync(_storage.ConnectionString, new Dictionary<string, string>
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ingestion,
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
            ["TMPDIR"] = _unsent.Path,
        });

    private async Task<RunRecord> TrainAsync(byte[] content)
    {
        await _storage.Data.Datasets.GetBlobClient($"{_model}/customers.csv").UploadAsync(BinaryData.FromBytes(content), Token);
        RunRecord? run = null;
        await RunningHost.WaitAsync(async () => await _storage.Runs.ListAsync(_model, 1, Token) is [{ IsFinished: true } ended] && (run = ended) is not null, "the run to end");
        return run!;
    }
}
