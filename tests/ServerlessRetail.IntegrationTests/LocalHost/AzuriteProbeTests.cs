using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class AzuriteProbeTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_nothing_on_a_free_port()
    {
        var verdict = await AzuriteProbe.AskAsync(FreePort(), Cancellation);

        Assert.Equal(AzuriteState.Absent, verdict.State);
    }

    [Fact]
    public async Task Finds_an_Azurite_that_can_be_used()
    {
        var verdict = await AzuriteProbe.AskAsync(azurite.BlobPort, Cancellation);

        Assert.Equal(new AzuriteVerdict(AzuriteState.Usable, $"Azurite {AzuriteInstaller.Version} answers on port {azurite.BlobPort}."), verdict);
    }

    [Fact]
    public async Task Finds_an_Azurite_that_refuses_the_version_of_the_storage_SDK()
    {
        var command = AzuriteCommand.Create(AzuriteOptions.InMemory(azurite.InstallFolder));
        command.ArgumentList.Remove("--skipApiVersionCheck");
        using var output = new AzuriteOutput(logFile: null);
        using var process = NodeJs.Start(command);
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.BeginOutputReadLine();
        var ports = await output.Listening.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        var verdict = await AzuriteProbe.AskAsync(ports.Blob, Cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(AzuriteState.Refusing, verdict.State);
        Assert.Contains("--skipApiVersionCheck", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_another_web_server()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(context => context.Response.WriteAsync("Hello"));
        await server.StartAsync(Cancellation);

        var verdict = await AzuriteProbe.AskAsync(new Uri(server.Urls.Single()).Port, Cancellation);

        Assert.Equal(AzuriteState.Foreign, verdict.State);
        Assert.Contains("in use by another program", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_program_that_does_not_speak_HTTP()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener);

        var verdict = await AzuriteProbe.AskAsync(((IPEndPoint)listener.LocalEndpoint).Port, Cancellation);
        await answering;

        Assert.Equal(AzuriteState.Foreign, verdict.State);
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        await client.GetStream().WriteAsync("220 mail.example ESMTP\r\n"u8.ToArray(), Cancellation);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
