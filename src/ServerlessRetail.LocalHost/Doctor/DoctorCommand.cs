using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary><c>doctor</c>: what is wrong with this computer, the settings, the storage or a deployed app, and how to mend it.</summary>
internal static class DoctorCommand
{
    /// <summary>The Azure CLI alone takes some seconds to start.</summary>
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(60);

    /// <returns>0 if no check failed, else 1.</returns>
    /// <exception cref="StartupException">The command line cannot be understood.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, DoctorEnvironment environment, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var commandLine = CommandLine.Parse(args);
        var options = DoctorOptions.Read(commandLine.Settings, environment);
        using var http = new HttpClient { Timeout = CheckLimit };

        var checks = options switch
        {
            { App: { } app } => AppChecks.Create(app, options.Key, http, environment),
            { Connection: { } connection } => LocalChecks.OfConnection(connection, commandLine, environment, http, time),
            _ => await LocalChecks.CreateAsync(commandLine, environment, http, time, cancellationToken),
        };
        var running = new CheckRunner(CheckLimit, time).Start(checks, cancellationToken);
        var reports = options.IsJson
            ? await Task.WhenAll(running)
            : await new TextReport(output, output == Console.Out && !Console.IsOutputRedirected, time).WriteAsync(checks, running);
        if (options.IsJson)
            await output.WriteLineAsync(JsonReport.Write(reports));
        return reports.Any(report => report.Result.State == CheckState.Failed) ? 1 : 0;
    }
}
