using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>Customers sent line by line or row by row.</summary>
public sealed class ScoreStreamTests(AzuriteFixture azurite) : HostTests(azurite)
{
    private const int ManyLines = 400_000;

    [Fact]
    public async Task Several_classes_have_a_column_each_in_CSV_a_probability_each_in_lines_and_no_threshold()
    {
        var model = await Host.NewQuickModelAsync();
        await Host.TrainAsync($"{model}/segments.csv", Samples.Segments());

        var csv = await SendAsync(model, "customer_id,visits,basket,tier\nB1,28,30.0,gold\n", "text/csv");
        var lines = await SendAsync(model, """{"customer_id":"B1","visits":28,"basket":30,"tier":"gold"}""" + "\n{", "application/x-ndjson");
        var (refused, problem) = await Host.ScoreAsync(model, """{ "visits": 28 }""", "?threshold=0.4");
        var (streamRefused, _) = await Host.ScoreAsync(model, """{ "visits": 28 }""", "?threshold=0.4", "application/x-ndjson");

        var line = JsonNode.Parse(lines.Split('\n')[0])!;
        var (header, row) = (csv.Split("\r\n")[0].Split(','), csv.Split("\r\n")[1].Split(','));
        Assert.Equal(["probability_browser", "probability_regular", "probability_spender"], header.Where(name => name.StartsWith("probability", StringComparison.Ordinal)).Order());
        Assert.All(line["probabilities"]!.AsObject(), item =>
            Assert.Equal(item.Value!.GetValue<double>(), double.Parse(row[Array.IndexOf(header, $"probability_{item.Key}")], CultureInfo.InvariantCulture)));
        Assert.Equal(RunningHost.Text(line["decision"]), row[Array.IndexOf(header, "decision")]);
        Assert.Equal(("multiclass", "B1", null), (RunningHost.Text(line["task"]), RunningHost.Text(line["id"]), line["reasons"]));
        Assert.Equal("brokenJson", RunningHost.Text(JsonNode.Parse(lines.Split('\n')[1])!["error"]!["code"]));
        Assert.Equal((400, 400, "invalidQuery"), ((int)refused.StatusCode, (int)streamRefused.StatusCode, RunningHost.Text(problem!["code"])));
    }

    [Theory]
    [InlineData("application/x-ndjson", "", "{\"tenure\":3}\n")]
    [InlineData("text/csv", "tenure,tier\n", "3,gold\n")]
    public async Task A_client_that_hangs_up_stops_the_work(string contentType, string head, string line)
    {
        var model = await Host.NewQuickModelAsync();
        await Host.TrainAsync($"{model}/churn.csv", Samples.Churn());
        using var measured = new Measured(model);
        var body = Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(line, ManyLines)));
        using var client = new TcpClient();
        await client.ConnectAsync(Host.Client.BaseAddress!.Host, Host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        var request = string.Create(CultureInfo.InvariantCulture,
            $"POST /api/models/{model}/score HTTP/1.1\r\nhost: x\r\ncontent-type: {contentType}\r\ncontent-length: {body.Length}\r\n\r\n");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(body, TestContext.Current.CancellationToken);
        await RunningHost.WaitAsync(() => Task.FromResult(measured.Customers > 0), "the first scores");

        // Nothing was read, so that the answer fills what the connection holds, and waits.
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();

        await RunningHost.WaitAsync(() => Task.FromResult(measured.Durations == 1), "the end of the work");
        Assert.InRange(measured.Customers, 1, ManyLines - 1);
    }

    private async Task<string> SendAsync(string model, string body, string contentType)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = new(contentType);
        using var response = await Host.Client.PostAsync(new Uri($"api/models/{model}/score", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What is measured of one model while it lives.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _meters = new();
        private readonly ConcurrentQueue<long> _customers = [];
        private int _durations;

        public Measured(string model)
        {
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Instrumentation.Name)
                    listener.EnableMeasurementEvents(instrument);
            };
            _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (instrument.Name == "serverlessretail.score.customers" && IsOf(model, tags))
                    _customers.Enqueue(value);
            });
            _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
            {
                if (instrument.Name == "serverlessretail.score.duration" && IsOf(model, tags))
                    Interlocked.Increment(ref _durations);
            });
            _meters.Start();
        }

        public long Customers => _customers.Sum();

        public int Durations => Volatile.Read(ref _durations);

        public void Dispose() => _meters.Dispose();

        private static bool IsOf(string model, ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.ToArray().Any(tag => tag is { Key: TelemetryAttributes.Model, Value: string name } && name == model);
    }
}
