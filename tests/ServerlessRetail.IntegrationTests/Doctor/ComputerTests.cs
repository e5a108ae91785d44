using System.Net;
using System.Net.Sockets;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.LocalHost;
using ServerlessRetail.LocalHost.Doctor;

namespace ServerlessRetail.IntegrationTests.Doctor;

/// <summary>Settings, ports and programs that are broken on purpose.</summary>
public sealed class ComputerTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private DoctorEnvironment Here => DoctorEnvironment.Current(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_setting_that_is_misspelt()
    {
        Write("""{ "Values": { "DataStorge": "AccountKey=c2VjcmV0", "AzureWebJobs.TrainModell.Disabled": "true", "DataStorage__blobServiceURL": "x" } }""");

        var run = await LookAsync();

        var check = run.Check(CheckNames.Settings, LocalSettingsFile.Name);
        Assert.Equal(("failed", CheckCodes.SettingMisspelt), ((string?)check["state"], (string?)check["code"]));
        Assert.Equal("Did you mean AzureWebJobs.TrainModel.Disabled, DataStorage__blobServiceUri, DataStorage? Rename it.", (string?)check["remedy"]);
        Assert.DoesNotContain("c2VjcmV0", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_does_not_stop_the_other_checks()
    {
        Write("{\n  \"Values\": {\n    \"DataStorage\": wrong\n  }\n}\n");

        var run = await LookAsync();

        run.AssertNames("failed", CheckNames.LocalSettings, CheckCodes.SettingsUnreadable, "look at line 3, column 20");
        Assert.Equal("ok", (string?)run.Check(CheckNames.BlobService)["state"]);
    }

    [Fact]
    public async Task Both_triggers_on()
    {
        Write("""{ "Values": { "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated", "AzureWebJobs.TrainModel.Disabled": "false" } }""");

        (await LookAsync()).AssertNames("failed", CheckNames.Triggers, CheckCodes.BothTriggersOn, "on a laptop AzureWebJobs.TrainModel.Disabled=true");
    }

    [Fact]
    public async Task An_identity_without_the_address_of_queues()
    {
        Write("""{ "Values": { "DataStorage__blobServiceUri": "https://stretail.blob.core.windows.net", "DataStorage__credential": "managedidentity" } }""");

        var run = await DoctorRun.OfAsync(Here, TimeProvider.System, "--connection", "DataStorage");

        run.AssertNames("failed", CheckNames.Connection, CheckCodes.QueueUriMissing, "Set DataStorage__queueServiceUri=https://stretail.queue.core.windows.net");
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var run = await LookAsync("--urls", $"http://127.0.0.1:{port}");

        run.AssertNames("failed", CheckNames.Port, CheckCodes.PortTaken, "choose another with --urls http://127.0.0.1:");
        Assert.Equal(CheckCodes.PortTaken, PortChecks.JudgeFree(port).Code);
    }

    [Fact]
    public async Task A_port_that_the_local_host_itself_has_is_no_failure()
    {
        await using var server = await StandInServer.StartAsync(200, """{ "status": "healthy", "release": "0.0.1", "models": [] }""");

        var run = await LookAsync("--urls", server.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal("ServerlessRetail 0.0.1 serves there already.", (string?)run.Check(CheckNames.Port)["detail"]);
    }

    [Fact]
    public async Task Node_is_missing()
    {
        var reports = await RunAsync(ToolChecks.Create(Here with { Path = "" }, new LocalFolder(_folder.Path), needsAzurite: true));

        var node = reports.Single(report => report.Name == CheckNames.Node).Result;
        Assert.Equal((CheckState.Failed, CheckCodes.ToolMissing), (node.State, node.Code));
        Assert.Contains("Install Node.js 20 or later", node.Remedy, StringComparison.Ordinal);
        Assert.Equal(CheckState.Skipped, reports.Single(report => report.Name == CheckNames.CoreTools).Result.State);
    }

    [Fact]
    public async Task Programs_that_are_too_old()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-ins are shell scripts.");
        await WriteProgramAsync("node", "echo v16.20.2");
        await WriteProgramAsync("func", "echo 3.0.5");
        await WriteProgramAsync("dotnet", "exit 1");

        var reports = await RunAsync(ToolChecks.Create(Here with { Path = _folder.Path }, new LocalFolder(_folder.Path), needsAzurite: true));

        Assert.Equal(
            [(CheckNames.DotNet, CheckState.Warning, CheckCodes.ToolMissing), (CheckNames.Node, CheckState.Failed, CheckCodes.ToolTooOld), (CheckNames.CoreTools, CheckState.Warning, CheckCodes.ToolTooOld)],
            reports.Where(report => report.Result.Code is not null).Select(report => (report.Name, report.Result.State, report.Result.Code!)));
    }

    [Fact]
    public void A_disk_that_is_full()
    {
        Assert.Equal(CheckCodes.DiskFull, ToolChecks.JudgeDisk(free: 100, needed: 200).Code);
        Assert.Equal(CheckState.Ok, ToolChecks.JudgeDisk(free: 200, needed: 200).State);
        Assert.Equal(CheckState.Skipped, ToolChecks.JudgeDisk(free: null, needed: 200).State);
    }

    [Fact]
    public async Task The_text_has_a_line_for_each_check_and_cause_and_remedy_of_each_failure()
    {
        Write("""{ "Values": { "DataStorge": "x" } }""");
        using var output = new StringWriter();

        var exitCode = await DoctorCommand.RunAsync(
            ["doctor", "--urls", "http://127.0.0.1:0", "--AzureWebJobsStorage", azurite.ConnectionString], Here, output, TimeProvider.System, TestContext.Current.CancellationToken);

        var text = output.ToString();
        Assert.Equal(1, exitCode);
        Assert.Contains("\nok       blobService (AzureWebJobsStorage)", text, StringComparison.Ordinal);
        Assert.Contains("\nfailed settings (local.settings.json): settingMisspelt\n  cause   Nobody reads DataStorge.\n  remedy  Did you mean DataStorage? Rename it.\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Theory]
    [InlineData("AccountName=st;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net", "AccountName=st;AccountKey=***;EndpointSuffix=core.windows.net")]
    [InlineData("https://st.blob.core.windows.net/?sv=2021&sig=abc%2Bdef&se=2030", "https://st.blob.core.windows.net/?sv=2021&sig=***&se=2030")]
    [InlineData("https://func.azurewebsites.net/api?code=abcdef==", "https://func.azurewebsites.net/api?code=***")]
    [InlineData("az storage account list --query \"[].name\"", "az storage account list --query \"[].name\"")]
    public void Secrets_are_masked(string text, string expected) => Assert.Equal(expected, Masking.Mask(text));

    private Task<DoctorRun> LookAsync(params string[] args) => DoctorRun.OfAsync(
        Here, TimeProvider.System, [.. args, .. args.Contains("--urls") ? Array.Empty<string>() : ["--urls", "http://127.0.0.1:0"], "--AzureWebJobsStorage", azurite.ConnectionString]);

    private static Task<IReadOnlyList<CheckReport>> RunAsync(IReadOnlyList<ICheck> checks) =>
        new CheckRunner(TimeSpan.FromSeconds(60), TimeProvider.System).RunAllAsync(checks, TestContext.Current.CancellationToken);

    private void Write(string json) => File.WriteAllText(_folder.Combine(LocalSettingsFile.Name), json);

    private Task WriteProgramAsync(string name, string script) => StandInProgram.WriteAsync(_folder.Combine(name), script);
}
