using System.Net;
using System.Net.Sockets;

namespace ServerlessRetail.LocalHost;

/// <summary>Finds out before anything is started whether the addresses to listen on can be had.</summary>
internal static class PortCheck
{
    private const int PortsToTry = 100;

    /// <param name="urls">Addresses as Kestrel takes them, separated by semicolons.</param>
    /// <exception cref="StartupException">An address is malformed, in use or not allowed.</exception>
    public static void Verify(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            VerifyOne(url);
    }

    /// <summary>Whether something could listen there at this moment.</summary>
    public static bool IsFree(IPAddress address, int port) => TryListen(address, port) is null;

    private static void VerifyOne(string url)
    {
        var address = Parse(url);

        // Port 0 is any free port, and a socket file has none.
        if (address.Port == 0 || address.IsUnixPipe || address.IsNamedPipe)
            return;

        foreach (var ip in AddressesOf(address.Host))
        {
            switch (TryListen(ip, address.Port))
            {
                case SocketError.AddressAlreadyInUse:
                    throw new StartupException($"Port {address.Port} is in use by another program; stop that, or choose another with --urls {Suggest(address, ip)}");
                case SocketError.AccessDenied:
                    throw new StartupException($"Port {address.Port} is not open to this user; choose another with --urls {Suggest(address, ip)}");
                case SocketError.AddressNotAvailable when !IPAddress.IsLoopback(ip):
                    throw new StartupException($"{address.Host} is no address of this machine; listen on another with --urls {LocalSettings.DefaultUrls}");
                default:
                    break;
            }
        }
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            // A port that is no number is taken for a part of the host, and Kestrel would listen everywhere.
            var address = BindingAddress.Parse(url);
            if (address.IsUnixPipe || address.IsNamedPipe || !address.Host.Contains(':', StringComparison.Ordinal) || IPAddress.TryParse(address.Host, out _))
                return address;
        }
        catch (FormatException)
        {
        }

        throw new StartupException($"\"{url}\" is no address to listen on; write it like --urls {LocalSettings.DefaultUrls}");
    }

    /// <summary>The same rule as Kestrel's: localhost is both loopbacks, an IP address itself, any other host every address.</summary>
    private static IPAddress[] AddressesOf(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            return Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

        return [IPAddress.TryParse(host, out var ip) ? ip : IPAddress.Any];
    }

    private static string Suggest(BindingAddress address, IPAddress ip)
    {
        // A port that needs rights has neighbours that need them too.
        var first = address.Port < 1024 ? 8000 + (address.Port % 1000) : address.Port + 1;
        var last = Math.Min(first + PortsToTry, IPEndPoint.MaxPort);
        for (var port = first; port <= last; port++)
        {
            if (IsFree(ip, port))
                return $"{address.Scheme}://{address.Host}:{port}";
        }

        return $"{address.Scheme}://{address.Host}:{FreePort(ip)}";
    }

    private static int FreePort(IPAddress ip)
    {
        using var listener = new TcpListener(ip, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Binding alone can succeed on a port that is listened on, so this listens, as Kestrel will.</summary>
    private static SocketError? TryListen(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (OperatingSystem.IsWindows())
                socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }
}
