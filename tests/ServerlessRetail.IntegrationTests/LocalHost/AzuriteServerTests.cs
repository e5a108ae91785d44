using System.Diagnostics;
using Azure.Storage.Blobs;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class AzuriteServerTests(AzuriteFixture azurite)
{
    // Holds Azurite's standard input open, like the local host, and has no code for ending it.
    private const string Owner = "require('child_process').spawn(process.argv[1], process.argv.slice(2), { stdio: ['pipe', 'inherit', 'inherit'] })";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Has_what_was_written_when_it_is_stopped_and_started_again()
    {
        using var folder = new TemporaryFolder();
        var options = OnDisk(folder);
        await using (var first = await AzuriteServer.StartAsync(options, Cancellation))
        {
            await WriteAsync(first.ConnectionString);
            await first.DisposeAsync();
            Assert.Equal(0, await first.WhenExited);
        }

        await using var second = await AzuriteServer.StartAsync(options, Cancellation);

        Assert.Equal("kept", await ReadAsync(second.ConnectionString));
    }

    [Fact]
    public async Task Ends_and_keeps_its_data_when_its_owner_is_killed()
    {
        using var folder = new TemporaryFolder();
        var options = OnDisk(folder);
        using var output = new AzuriteOutput(logFile: null);
        using var owner = StartOwner(options, output, out var ended);
        var ports = await output.Listening.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await WriteAsync(AzuriteConnection.Create(ports.Blob, ports.Queue, ports.Table));

        owner.Kill(entireProcessTree: false);

        // Azurite holds the same output as its owner, so the output ends when both have ended.
        await ended.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(AzuriteState.Absent, (await AzuriteProbe.AskAsync(ports.Blob, Cancellation)).State);
        await using var next = await AzuriteServer.StartAsync(options, Cancellation);
        Assert.Equal("kept", await ReadAsync(next.ConnectionString));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public async Task Goes_on_when_the_terminal_signals_the_whole_process_group(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        await using var server = await AzuriteServer.StartAsync(AzuriteOptions.InMemory(azurite.InstallFolder), Cancellation);

        using var kill = Process.Start("kill", [$"-{signal}", $"{server.ProcessId}"]);
        await kill.WaitForExitAsync(Cancellation);

        await WriteAsync(server.ConnectionString);
        Assert.False(server.WhenExited.IsCompleted);
    }

    [Fact]
    public async Task Explains_its_end_when_it_ends_by_itself()
    {
        await using var server = await AzuriteServer.StartAsync(AzuriteOptions.InMemory(azurite.InstallFolder), Cancellation);

        using (var process = Process.GetProcessById(server.ProcessId))
            process.Kill();
        var exitCode = await server.WhenExited.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("Azurite, the storage emulator, has ended unexpectedly", server.ExplainExit(exitCode), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_a_data_folder_alone_that_another_one_uses()
    {
        using var folder = new TemporaryFolder();
        await using var first = await AzuriteServer.StartAsync(OnDisk(folder), Cancellation);

        var exception = await Assert.ThrowsAsync<StartupException>(() => AzuriteServer.StartAsync(OnDisk(folder), Cancellation));

        Assert.Contains("in use by another local host", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_port_that_is_in_use()
    {
        var options = AzuriteOptions.InMemory(azurite.InstallFolder) with { QueuePort = azurite.BlobPort };

        var exception = await Assert.ThrowsAsync<StartupException>(() => AzuriteServer.StartAsync(options, Cancellation));

        Assert.StartsWith($"Port {azurite.BlobPort}, which Azurite needs, is in use", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_when_it_does_not_answer_in_time()
    {
        var options = AzuriteOptions.InMemory(azurite.InstallFolder) with { StartLimit = TimeSpan.FromMilliseconds(1) };

        var exception = await Assert.ThrowsAsync<StartupException>(() => AzuriteServer.StartAsync(options, Cancellation));

        Assert.Contains("did not answer within", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_its_own_words_when_it_cannot_start()
    {
        using var folder = new TemporaryFolder();
        var options = AzuriteOptions.InMemory(folder.Path);

        var exception = await Assert.ThrowsAsync<StartupException>(() => AzuriteServer.StartAsync(options, Cancellation));

        Assert.Contains("could not start (exit code 1)", exception.Message, StringComparison.Ordinal);
    }

    private AzuriteOptions OnDisk(TemporaryFolder folder) =>
        AzuriteOptions.InMemory(azurite.InstallFolder) with { DataFolder = folder.Path };

    private static Process StartOwner(AzuriteOptions options, AzuriteOutput output, out Task ended)
    {
        var azurite = AzuriteCommand.Create(options);
        var command = new ProcessStartInfo(NodeJs.Command, ["-e", Owner, azurite.FileName, .. azurite.ArgumentList])
        {
            WorkingDirectory = azurite.WorkingDirectory,
            RedirectStandardOutput = true,
        };
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var owner = NodeJs.Start(command);
        owner.OutputDataReceived += (_, line) =>
        {
            output.Add(line.Data);
            if (line.Data is null)
                end.SetResult();
        };
        owner.BeginOutputReadLine();
        ended = end.Task;
        return owner;
    }

    private static async Task WriteAsync(string connectionString)
    {
        var container = new BlobContainerClient(connectionString, "survivors");
        await container.CreateAsync(cancellationToken: Cancellation);
        await container.GetBlobClient("blob").UploadAsync(BinaryData.FromString("kept"), Cancellation);
    }

    private static async Task<string> ReadAsync(string connectionString)
    {
        var content = await new BlobClient(connectionString, "survivors", "blob").DownloadContentAsync(Cancellation);
        return content.Value.Content.ToString();
    }
}
