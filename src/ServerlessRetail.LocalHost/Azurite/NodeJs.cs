using System.ComponentModel;
using System.Diagnostics;

namespace ServerlessRetail.LocalHost;

/// <summary>The Node.js on the path, which runs npm and Azurite.</summary>
internal static class NodeJs
{
    public const string Command = "node";

    /// <summary>What to do when it is missing or cannot be used.</summary>
    public const string Remedy = "Install Node.js 20 or later (https://nodejs.org), or set AzureWebJobsStorage to the connection string of a storage account.";

    /// <summary>The oldest version on which this Azurite was seen to work; it asks for 22 itself.</summary>
    public const int MinimumMajor = 18;

    public static string NpmCommand => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <exception cref="StartupException">Node.js is missing or too old.</exception>
    public static async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var version = await ReadVersionAsync(cancellationToken);
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major))
            throw new StartupException($"The program \"{Command}\" on the path does not look like Node.js. {Remedy}");
        if (major < MinimumMajor)
            throw new StartupException($"Node.js {version} is too old for Azurite. {Remedy}");
    }

    /// <summary>Starts a program that comes with Node.js.</summary>
    /// <exception cref="StartupException">It is not there.</exception>
    public static Process Start(ProcessStartInfo command)
    {
        try
        {
            return Process.Start(command) ?? throw new InvalidOperationException($"{command.FileName} was not started.");
        }
        catch (Win32Exception)
        {
            throw new StartupException($"Azurite, the storage emulator, needs Node.js, and the program \"{command.FileName}\" was not found. {Remedy}");
        }
    }

    private static async Task<string> ReadVersionAsync(CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo(Command, ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false, CreateNoWindow = true };
        using var process = Start(command);
        var version = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return version.Trim();
    }
}
