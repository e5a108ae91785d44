using System.Net;
using System.Net.Sockets;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class PortCheckTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public void Suggests_a_free_port_when_one_is_in_use(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var exception = Assert.Throws<StartupException>(() => PortCheck.Verify($"http://{host}:{port}"));

        Assert.StartsWith($"Port {port} is in use", exception.Message, StringComparison.Ordinal);
        var suggestion = exception.Message[(exception.Message.LastIndexOf(' ') + 1)..];
        Assert.StartsWith($"http://{host}:", suggestion, StringComparison.Ordinal);
        PortCheck.Verify(suggestion);
    }

    [Fact]
    public void Checks_every_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Throws<StartupException>(() => PortCheck.Verify($"http://127.0.0.1:0; http://127.0.0.1:{port}"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:0;http://*:0")]
    public void Lets_the_system_choose(string urls) => PortCheck.Verify(urls);

    [Theory]
    [InlineData("7071")]
    [InlineData("http://127.0.0.1:port")]
    public void Shows_how_to_write_an_address(string urls)
    {
        var exception = Assert.Throws<StartupException>(() => PortCheck.Verify(urls));

        Assert.Contains("--urls http://127.0.0.1:7071", exception.Message, StringComparison.Ordinal);
    }
}
