using System.Diagnostics;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>A local host in a process of its own that is ready; ends with the test.</summary>
internal sealed class StartedHost : IDisposable
{
    private readonly Process _process;

    private StartedHost(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<StartedHost> StartAsync(string connectionString, params string[] options) =>
        StartAsync(connectionString, new Dictionary<string, string>(), options);

    /// <param name="variables">Of its environment, beside those of this process.</param>
    public static async Task<StartedHost> StartAsync(string connectionString, IReadOnlyDictionary<string, string> variables, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "ServerlessRetail.LocalHost.dll"),
            "--urls", "http://127.0.0.1:0", $"--{SettingNames.HostStorage}", connectionString, .. options,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("Ready", StringComparison.Ordinal))
                return new StartedHost(process, new Uri(line.Split(' ')[1]));
        }
        throw new InvalidOperationException($"The host ended with exit code {process.ExitCode} before it was ready.");
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{ProcessId}"]);
        await _process.WaitForExitAsync(Token);
    }

    /// <summary>Takes it down without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
