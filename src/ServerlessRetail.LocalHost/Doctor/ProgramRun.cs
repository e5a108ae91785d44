using System.ComponentModel;
using System.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>A program that was run to its end.</summary>
/// <param name="Errors">Its error output; it may hold secrets.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <returns>Null where the file cannot be run.</returns>
    public static async Task<ProgramRun?> StartAsync(string file, IEnumerable<string> arguments, DoctorEnvironment environment, CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = environment.Directory,
        };
        command.Environment["PATH"] = environment.Path;
        try
        {
            using var process = Process.Start(command);
            return process is null ? null : await WaitAsync(process, cancellationToken);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task<ProgramRun> WaitAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
