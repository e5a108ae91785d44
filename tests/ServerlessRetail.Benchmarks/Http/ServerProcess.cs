using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServerlessRetail.Benchmarks.Http;

/// <summary>A server in a process of its own, ended with this one's work.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Processor time that it and the processes it started have used.</summary>
    public TimeSpan ProcessorTime => Tree(_process.Id).Aggregate(TimeSpan.Zero, (sum, id) => sum + TimeOf(id));

    /// <summary>Starts it and waits until its port takes connections.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not come in time; with what it said last.</exception>
    public static async Task<ServerProcess> StartAsync(string folder, int port, string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        var last = "";
        process.OutputDataReceived += (_, line) => last = line.Data ?? last;
        process.ErrorDataReceived += (_, line) => last = line.Data ?? last;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < StartLimit && !process.HasExited; await Task.Delay(100))
        {
            if (await AnswersAsync(port))
                return server;
        }
        server.Dispose();
        throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} does not answer: {last}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static TimeSpan TimeOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    private static IEnumerable<int> Tree(int id) => Directory.Exists($"/proc/{id}")
        ? Children(id).SelectMany(Tree).Prepend(id)
        : [id];

    private static IEnumerable<int> Children(int id) => Directory.EnumerateDirectories($"/proc/{id}/task")
        .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
}
