using System.Diagnostics;

namespace ServerlessRetail.Benchmarks.Start;

/// <summary>A project, published as its users would, and started as a process.</summary>
/// <param name="Executable">Path of what starts it.</param>
internal sealed record PublishedApp(string Executable)
{
    /// <param name="project">Path within the checkout.</param>
    public static async Task<PublishedApp> PublishAsync(string project, string folder)
    {
        var output = Path.Combine(folder, Path.GetFileName(project));
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(BenchmarkStorage.Checkout, project), "--output", output, "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
            throw new InvalidOperationException(said);
        return new PublishedApp(Path.Combine(output, Path.GetFileName(project)) + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    public Process Start(string url, string connectionString)
    {
        var start = new ProcessStartInfo(Executable, ["--urls", url]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["AzureWebJobsStorage"] = connectionString;
        return Process.Start(start)!;
    }
}
