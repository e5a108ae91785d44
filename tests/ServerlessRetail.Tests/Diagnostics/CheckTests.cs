using Microsoft.Extensions.Configuration;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Tests.Diagnostics;

public sealed class CheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Libgomp_is_missing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has it from a package.");

        var result = await new NativeLibrariesCheck(() => LightGbmProbe.Probe(_ => false)).RunAsync(Cancellation);

        Assert.Equal((CheckState.Warning, CheckCodes.LibGompMissing), (result.State, result.Code));
        Assert.Contains("FastTree", result.Detail, StringComparison.Ordinal);
        Assert.StartsWith("sudo apt-get install libgomp1", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LightGbm_has_no_build_here() =>
        Assert.Equal(CheckCodes.LightGbmMissing, (await new NativeLibrariesCheck(() => LightGbmProbe.Probe(library => library == "libgomp.so.1")).RunAsync(Cancellation)).Code);

    [Theory]
    [InlineData("true", "false", null)]
    [InlineData("false", "true", null)]
    [InlineData("0", "1", null)]
    [InlineData("false", "false", CheckCodes.BothTriggersOn)]
    [InlineData(null, "false", CheckCodes.BothTriggersOn)]
    [InlineData("True", "true", CheckCodes.BothTriggersOff)]
    public async Task Exactly_one_trigger_is_on(string? events, string? polling, string? expected)
    {
        var configuration = Configuration(("AzureWebJobs.TrainModel.Disabled", events), ("AzureWebJobs.TrainModelPolling.Disabled", polling));

        Assert.Equal(expected, (await Checks.OfTriggers(configuration).RunAsync(Cancellation)).Code);
    }

    [Fact]
    public async Task A_pair_that_is_not_the_first_counts_where_it_is_named()
    {
        var configuration = Configuration(
            ("AzureWebJobs.TrainModel.Disabled", "true"), ("AzureWebJobs.TrainModelPolling.Disabled", "false"), ("AzureWebJobs.ScoreFile.Disabled", "false"));

        Assert.Contains("ScoreFile and ScoreFilePolling are both on", (await Checks.OfTriggers(configuration).RunAsync(Cancellation)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_functions_app_triggers_do_not_matter() =>
        Assert.Equal(CheckState.Skipped, (await Checks.OfTriggers(Configuration()).RunAsync(Cancellation)).State);

    [Theory]
    [InlineData("DataStorage", null)]
    [InlineData("datastorage:blobServiceUri", null)]
    [InlineData("AzureWebJobsStorage__clientId", null)]
    [InlineData("AzureWebJobs.TrainModel.Disabled", null)]
    [InlineData("PATH", null)]
    [InlineData("AZURE_TENANT_ID", null)]
    [InlineData("DataStorge", CheckCodes.SettingMisspelt)]
    [InlineData("AzureWebJobStorage", CheckCodes.SettingMisspelt)]
    [InlineData("DATA_STORAGE", CheckCodes.SettingMisspelt)]
    [InlineData("AzureWebJobsStorage__queueServiceUrl", CheckCodes.SettingMisspelt)]
    [InlineData("DataStorage__accountKeyOfMine", CheckCodes.SettingUnknown)]
    [InlineData("FUNCTIONS_SOMETHING_ELSE", CheckCodes.SettingUnknown)]
    public async Task Names_of_the_environment_are_known_or_somebody_elses(string name, string? expected) =>
        Assert.Equal(expected, (await Checks.OfSettings(subject: null, [name], [], takesAll: false, CheckState.Failed).RunAsync(Cancellation)).Code);

    [Fact]
    public async Task In_a_file_for_the_app_every_name_is_looked_at()
    {
        var result = await Checks.OfSettings("file", ["urls", "Nonsense"], ["urls"], takesAll: true, CheckState.Failed).RunAsync(Cancellation);

        Assert.Equal((CheckCodes.SettingUnknown, "Nobody reads Nonsense."), (result.Code, result.Detail));
    }

    [Fact]
    public async Task A_check_that_hangs_or_breaks_stops_no_other()
    {
        var reports = await new CheckRunner(TimeSpan.FromMilliseconds(50), TimeProvider.System).RunAllAsync(
            [
                new Look("hangs", _ => new TaskCompletionSource<CheckResult>().Task),
                new Look("breaks", _ => throw new InvalidOperationException("AccountKey=secret")),
                new Look("fine", _ => Task.FromResult(CheckResult.Ok("Fine."))),
            ], Cancellation);

        Assert.Equal([CheckCodes.Timeout, CheckCodes.Defect, null], reports.Select(report => report.Result.Code));
        Assert.DoesNotContain("secret", reports[1].Result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DataStorage", null, CheckCodes.ConnectionMissing)]
    [InlineData("DataStorage:credential", "managedidentity", CheckCodes.BlobUriMissing)]
    [InlineData("DataStorage:accountName", "stretail", CheckCodes.BlobUriMissing)]
    [InlineData("DataStorage:blobServiceUri", "https://stretail.blob.core.windows.net", CheckCodes.QueueUriMissing)]
    [InlineData("DataStorage", "not a connection string", CheckCodes.ConnectionUnreadable)]
    public void A_setting_that_names_no_account(string key, string? value, string expected) =>
        Assert.Equal(expected, StorageSetting.Read(Configuration((key, value)), "DataStorage").Verdict.Code);

    [Fact]
    public void An_identitys_address_holds_no_token()
    {
        var verdict = StorageSetting.Read(Configuration(
            ("DataStorage:blobServiceUri", "https://st.blob.core.windows.net/?sv=1&sig=secret"), ("DataStorage:queueServiceUri", "https://st.queue.core.windows.net")), "DataStorage").Verdict;

        Assert.Equal(CheckCodes.ConnectionUnreadable, verdict.Code);
        Assert.DoesNotContain("secret", verdict.ToString(), StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Where(setting => setting.Value is not null).Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
        .Build();

    private sealed class Look(string name, Func<CancellationToken, Task<CheckResult>> look) : ICheck
    {
        public string Name => name;

        public string? Subject => null;

        public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => look(cancellationToken);
    }
}
