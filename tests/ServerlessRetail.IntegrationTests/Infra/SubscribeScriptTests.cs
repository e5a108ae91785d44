using System.Diagnostics;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>The script that subscribes the app to uploads, with a stand-in for az on the path.</summary>
public sealed class SubscribeScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("subscribe-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Tries_again_until_the_app_answers()
    {
        var run = await RunAsync(failures: 3);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(4, Calls.Length);
        Assert.Contains("functionAppName=func-1 storageAccountName=st1", Calls[^1], StringComparison.Ordinal);
        Assert.EndsWith("Uploads to the container datasets now start TrainModel.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_after_ten_attempts_and_says_what_to_look_at()
    {
        var run = await RunAsync(failures: 99);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(10, Calls.Length);
        Assert.Contains("az functionapp function list", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_value_that_is_missing()
    {
        var run = await RunAsync(failures: 0, account: null);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("AZURE_STORAGE_ACCOUNT_NAME", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Calls);
    }

    private string[] Calls => File.Exists(CallLog) ? File.ReadAllLines(CallLog) : [];

    private string CallLog => Path.Combine(_folder, "calls");

    private async Task<CommandResult> RunAsync(int failures, string? account = "st1")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows runs the PowerShell script.");

        var az = Path.Combine(_folder, "az");
        await File.WriteAllTextAsync(
            az, $"#!/bin/sh\necho \"$@\" >> '{CallLog}'\n[ \"$(wc -l < '{CallLog}')\" -gt {failures} ]\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo("sh", [Path.Combine(BicepCli.InfraFolder, "scripts", "subscribe.sh")]);
        start.Environment["PATH"] = _folder + Path.PathSeparator + start.Environment["PATH"];
        start.Environment["RETRY_SECONDS"] = "0";
        start.Environment["AZURE_RESOURCE_GROUP"] = "rg-1";
        start.Environment["AZURE_FUNCTION_APP_NAME"] = "func-1";
        start.Environment["AZURE_STORAGE_ACCOUNT_NAME"] = account;
        return await Command.RunAsync(start);
    }
}
