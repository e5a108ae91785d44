using System.ComponentModel;
using System.Diagnostics;

namespace ServerlessRetail.Deploy.Azure;

/// <summary>Runs the Azure CLI that is on the path.</summary>
internal static class AzCli
{
    /// <exception cref="DeployException">There is no Azure CLI.</exception>
    public static Task<AzResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // On Windows az is a batch file, which only a shell runs.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", "az", .. arguments]) : new ProcessStartInfo("az", arguments);
        return RunAsync(start, $"az {string.Join(' ', arguments)}", "The Azure CLI (az) was not found. Install it, https://aka.ms/install-azure-cli, and sign in with 'az login'.", cancellationToken);
    }

    /// <summary>Runs a program to its end. What it prints is kept.</summary>
    /// <param name="missing">What to say where the program is not there.</param>
    /// <exception cref="DeployException">The program is not there.</exception>
    public static async Task<AzResult> RunAsync(ProcessStartInfo start, string command, string missing, CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Start(start, missing);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new AzResult(command, process.ExitCode, await output, errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start, string missing)
    {
        try
        {
            return Process.Start(start) ?? throw new DeployException(missing);
        }
        catch (Win32Exception)
        {
            throw new DeployException(missing);
        }
    }
}
