using System.Text.Json.Nodes;

namespace ServerlessRetail.Functions.Tests;

public sealed class HostJsonTests
{
    private static readonly JsonNode Host = Repository.ReadJson("host.json");

    [Fact]
    public void The_host_speaks_OpenTelemetry_so_that_it_and_the_worker_report_each_call_once() =>
        Assert.Equal("OpenTelemetry", (string?)Host["telemetryMode"]);

    [Fact]
    public void Routes_begin_with_api() => Assert.Equal("api", (string?)Host["extensions"]!["http"]!["routePrefix"]);

    [Fact]
    public void A_training_has_half_an_hour() =>
        Assert.Equal(TimeSpan.FromMinutes(30), TimeSpan.Parse((string)Host["functionTimeout"]!, null));

    [Fact]
    public void An_instance_trains_one_model_at_a_time_and_gives_up_after_five_attempts()
    {
        var blobs = Host["extensions"]!["blobs"]!;

        Assert.Equal(1, (int)blobs["maxDegreeOfParallelism"]!);
        Assert.Equal(5, (int)blobs["poisonBlobThreshold"]!);
    }

    [Fact]
    public void What_functions_log_is_kept_at_information() =>
        Assert.Equal("Information", (string?)Host["logging"]!["logLevel"]!["Function"]);
}
