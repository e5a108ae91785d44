using System.Diagnostics;

namespace ServerlessRetail.Benchmarks.Start;

/// <summary>A project, published as its users would, and started as a process.</summary>
/// <param name="Executable">Path of what starts it.</param>
internal sealed record PublishedApp(string Executable)
{
    /// <param name="project">Path within the checkout.</param>
    /// <param name="folder">Takes the app, and what is made on the way: what one way of publishing compiled is nothing for another.</param>
    /// <param name="options">More of <c>dotnet publish</c>.</param>
    public static async Task<PublishedApp> PublishAsync(string project, string folder, params string[] options)
    {
        var output = Path.Combine(folder, Path.GetFileName(project));
        string[] command =
        [
            "publish", Path.Combine(BenchmarkStorage.Checkout, project), "--output", output, "--artifacts-path", Path.Combine(folder, "artifacts"),
            "-nodeReuse:false", .. options,
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", command)
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
