using System.Diagnostics;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>The local host as a process of its own, ready; ends with the test.</summary>
internal sealed record HostProcess(Process Process, Uri Address) : IDisposable
{
    /// <summary>Starts it on a free port.</summary>
    public static async Task<HostProcess> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "ServerlessRetail.LocalHost.dll"),
                "--urls", "http://127.0.0.1:0", $"--{SettingNames.HostStorage}", connectionString,
            },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("Ready", StringComparison.Ordinal))
                return new HostProcess(process, new Uri(line.Split(' ')[1]));
        }
        throw new InvalidOperationException($"The host ended with exit code {process.ExitCode} before it was ready.");
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.WaitForExit();
        Process.Dispose();
    }
}
