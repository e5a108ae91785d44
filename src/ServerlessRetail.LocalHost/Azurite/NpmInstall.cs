using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ServerlessRetail.LocalHost;

/// <summary>One run of <c>npm install</c> in an empty folder, from the registry and with the proxy of the user's npm configuration.</summary>
internal sealed partial class NpmInstall(string folder)
{
    private const int ErrorLinesShown = 5;

    private static readonly string[] Arguments =
    [
        "install", $"azurite@{AzuriteInstaller.Version}", "--save-exact", "--omit=dev", "--no-audit", "--no-fund", "--no-package-lock",

        // A file that does not fit on the disk is no more than a warning to npm.
        "--loglevel=warn",

        // Azurite needs none of its packages' install scripts, and what is not run cannot do harm.
        "--ignore-scripts",

        // It asks for a newer Node.js than it needs, which some users' configuration turns into an error.
        "--engine-strict=false",
    ];

    /// <exception cref="StartupException">npm is missing or fails.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Without a package.json of its own npm would install into the nearest folder above that has one.
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "private": true }""", cancellationToken);

        var command = new ProcessStartInfo(NodeJs.NpmCommand, Arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        using var npm = NodeJs.Start(command);
        npm.StandardInput.Close();

        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await npm.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0 || DiskSpace.IsExhausted(errors))
                throw Explain(npm.ExitCode, errors);
        }
        finally
        {
            if (!npm.HasExited)
                npm.Kill(entireProcessTree: true);
        }

        await VerifyAsync(cancellationToken);
    }

    /// <summary>npm can end well with files missing, so this has Azurite load every module that it is made of.</summary>
    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo(NodeJs.Command, [AzuriteInstaller.MainScript(folder), "--help"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        using var node = NodeJs.Start(command);
        var output = node.StandardOutput.ReadToEndAsync(cancellationToken);
        await node.StandardError.ReadToEndAsync(cancellationToken);
        await node.WaitForExitAsync(cancellationToken);
        if (node.ExitCode != 0 || !(await output).Contains("--blobPort", StringComparison.Ordinal))
            throw new StartupException($"npm installed Azurite {AzuriteInstaller.Version}, but it does not run. Start again to install it anew; if that does not help: {NodeJs.Remedy}");
    }

    private StartupException Explain(int exitCode, string errors)
    {
        if (DiskSpace.IsExhausted(errors))
            return DiskSpace.CreateException(Path.GetDirectoryName(folder)!);

        // What follows the reason, the calls that led to it and the name of a log file, helps nobody here.
        var lines = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(line => !StackLine().IsMatch(line))
            .Where(line => !line.StartsWith("npm warn", StringComparison.OrdinalIgnoreCase) && !line.Contains("A complete log of this run", StringComparison.Ordinal) && !line.EndsWith("debug-0.log", StringComparison.Ordinal))
            .TakeLast(ErrorLinesShown)
            .Select(line => $"{Environment.NewLine}  {line}");

        return new StartupException(
            $"npm could not install Azurite {AzuriteInstaller.Version} (exit code {exitCode}). Check the network and npm's registry and proxy settings, " +
            $"or set AzureWebJobsStorage to the connection string of a storage account. npm said:{string.Concat(lines)}");
    }

    [GeneratedRegex(@"^npm (error|ERR!)\s+at \S")]
    private static partial Regex StackLine();
}
