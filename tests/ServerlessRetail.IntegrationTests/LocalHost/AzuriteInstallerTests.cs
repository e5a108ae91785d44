using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class AzuriteInstallerTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_and_does_nothing_when_it_is_installed()
    {
        var output = new StringWriter();

        var folder = await new AzuriteInstaller(output, rewritesLine: false, TimeProvider.System).InstallAsync(AzuriteFixture.ToolsFolder, Cancellation);

        Assert.Equal(azurite.InstallFolder, folder);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Waits_for_another_process_that_is_installing_and_says_so()
    {
        using var tools = new TemporaryFolder();
        var target = tools.Combine($"azurite-{AzuriteInstaller.Version}");
        var output = new SignallingWriter("waiting");
        Task<string> installation;

        using (new FileStream($"{target}.lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            installation = new AzuriteInstaller(output, rewritesLine: false, TimeProvider.System).InstallAsync(tools.Path, Cancellation);
            await output.Written.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            Assert.False(installation.IsCompleted);

            var script = AzuriteInstaller.MainScript(target);
            Directory.CreateDirectory(Path.GetDirectoryName(script)!);
            await File.WriteAllTextAsync(script, "", Cancellation);
        }

        Assert.Equal(target, await installation);
        Assert.DoesNotContain("Installing", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_npm_said_when_npm_fails_and_leaves_nothing_behind()
    {
        using var tools = new TemporaryFolder();
        await File.WriteAllTextAsync(tools.Combine("package.json"), "{}", Cancellation);
        var folder = Directory.CreateDirectory(tools.Combine("install")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, ".npmrc"), "registry=http://127.0.0.1:1/\nfetch-retries=0\nprefer-online=true\ncache=./cache\n", Cancellation);

        var exception = await Assert.ThrowsAsync<StartupException>(() => new NpmInstall(folder).RunAsync(Cancellation));

        Assert.Contains("npm could not install Azurite", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ECONNREFUSED", exception.Message, StringComparison.Ordinal);
        Assert.False(AzuriteInstaller.IsInstalled(folder));
    }

    [Fact]
    public void Says_what_to_install_when_a_program_is_missing()
    {
        var exception = Assert.Throws<StartupException>(() => NodeJs.Start(new ProcessStartInfo("no-such-program")));

        Assert.Contains("Install Node.js", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AzureWebJobsStorage", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm error code ENOSPC\nnpm error syscall write")]
    [InlineData("npm error nospc ENOSPC: no space left on device, write")]
    public void Recognises_a_full_disk_in_what_npm_says(string errors) => Assert.True(DiskSpace.IsExhausted(errors));

    [Fact]
    public async Task Shows_a_line_every_few_seconds_when_the_output_is_no_terminal()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.Combine("file"), new byte[3 * 1024 * 1024], Cancellation);
        var time = new FakeTimeProvider();
        var output = new SignallingWriter("3 of about 365 MB, 5 s");
        var work = new TaskCompletionSource();

        var showing = new InstallProgress(output, rewritesLine: false, time, folder.Path).ShowWhileAsync(work.Task);
        time.Advance(TimeSpan.FromSeconds(5));
        await output.Written.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        work.SetResult();
        await showing;

        Assert.DoesNotContain('\r', output.ToString().ReplaceLineEndings("\n"));
        Assert.Contains("3 MB installed in 5 s", output.ToString(), StringComparison.Ordinal);
    }
}
