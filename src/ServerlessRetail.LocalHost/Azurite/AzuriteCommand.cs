using System.Diagnostics;
using System.Globalization;

namespace ServerlessRetail.LocalHost;

/// <summary>The command that runs Azurite bound to the life of the process that starts it.</summary>
internal static class AzuriteCommand
{
    private static readonly Lazy<string> Launcher = new(ReadLauncher);

    public static ProcessStartInfo Create(AzuriteOptions options)
    {
        var command = new ProcessStartInfo(NodeJs.Command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = options.DataFolder ?? options.InstallFolder,
        };

        // Passed as an argument, the launcher needs no file that could be missing, stale or half-written.
        foreach (var argument in (string[])["-e", Launcher.Value, AzuriteInstaller.MainScript(options.InstallFolder), .. ArgumentsFor(options)])
            command.ArgumentList.Add(argument);

        // The user's variables for other Azurites (accounts, databases), and the handle of a Node.js parent, are not meant for this one.
        foreach (var name in command.Environment.Keys.Where(IsForeign).ToList())
            command.Environment.Remove(name);

        return command;
    }

    private static string[] ArgumentsFor(AzuriteOptions options) =>
    [
        "--blobHost", "127.0.0.1", "--blobPort", Format(options.BlobPort),
        "--queueHost", "127.0.0.1", "--queuePort", Format(options.QueuePort),
        "--tableHost", "127.0.0.1", "--tablePort", Format(options.TablePort),

        // The storage SDKs speak newer versions of the protocol than Azurite knows by name.
        "--skipApiVersionCheck",
        "--disableTelemetry",
        "--silent",
        .. options.DataFolder is { } folder ? (string[])["--location", folder] : ["--inMemoryPersistence"],
    ];

    private static string Format(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static bool IsForeign(string name) =>
        name.StartsWith("AZURITE_", StringComparison.OrdinalIgnoreCase) || name == "NODE_CHANNEL_FD";

    private static string ReadLauncher()
    {
        using var stream = typeof(AzuriteCommand).Assembly.GetManifestResourceStream("launcher.js")
            ?? throw new InvalidOperationException("launcher.js is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
