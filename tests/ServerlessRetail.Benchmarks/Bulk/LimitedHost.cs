using System.Diagnostics;
using System.Globalization;

namespace ServerlessRetail.Benchmarks.Bulk;

/// <summary>A local host in a process of its own whose heap is limited, and the most memory that it took.</summary>
internal sealed class LimitedHost : IAsyncDisposable
{
    private readonly Process _process;

    private LimitedHost(Process process) => _process = process;

    public static async Task<LimitedHost> StartAsync(string connectionString, int heapMegabytes)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ServerlessRetail.LocalHost.dll"),
                "--urls", "http://127.0.0.1:0", "--AzureWebJobsStorage", connectionString,
            },
            Environment = { ["DOTNET_GCHeapHardLimit"] = ((long)heapMegabytes << 20).ToString("X", CultureInfo.InvariantCulture) },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("Ready", StringComparison.Ordinal))
                continue;

            // A full pipe would stop the host.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new LimitedHost(process);
        }

        throw new InvalidOperationException($"The host ended with exit code {process.ExitCode} before it was ready.");
    }

    /// <summary>Largest resident memory of the process so far, in bytes.</summary>
    public long ReadPeak()
    {
        _process.Refresh();
        return _process.HasExited ? 0 : _process.PeakWorkingSet64;
    }

    /// <summary>Takes it down without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
