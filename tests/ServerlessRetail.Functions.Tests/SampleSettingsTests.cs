namespace ServerlessRetail.Functions.Tests;

public sealed class SampleSettingsTests
{
    private static readonly Dictionary<string, string> Values = Repository.ReadJson("local.settings.sample.json")["Values"]!
        .AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!);

    [Fact]
    public void Has_every_key_that_the_shell_reads_by_name() =>
        Assert.Superset(
            new HashSet<string> { TelemetryExport.ConnectionStringKey, TelemetryExport.AuthenticationStringKey, DatasetTrigger.Connection },
            Values.Keys.ToHashSet());

    [Fact]
    public void Works_as_it_is_with_Azurite()
    {
        Assert.Equal("UseDevelopmentStorage=true", Values["AzureWebJobsStorage"]);
        Assert.Equal("UseDevelopmentStorage=true", Values["DataStorage"]);
        Assert.Equal("dotnet-isolated", Values["FUNCTIONS_WORKER_RUNTIME"]);
    }

    [Fact]
    public void Sends_no_telemetry() => Assert.Empty(Values[TelemetryExport.ConnectionStringKey]);
}
