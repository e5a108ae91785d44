namespace ServerlessRetail.LocalHost;

/// <summary>The arguments, taken apart: at most one command and options as settings.</summary>
internal sealed record CommandLine(HostCommand Command, IReadOnlyDictionary<string, string?> Settings)
{
    public const string Help = """
        ServerlessRetail on this computer: drop a customer file into blob storage, score customers over HTTP.

          (no command)   serve your own files
          demo           write a sample of 5,000 customers, train on it, show the result, then serve

          --AzureWebJobsStorage <connection string>   a storage account to use; without one, Azurite is started
          --DataStorage <connection string>           where the data is, if not in the same account
          --urls <urls>                               where to listen, http://127.0.0.1:7071 if not given
          --folder <path>                             where to keep Azurite, its data and the sample
          --partMegabytes <number>                    files to score are split into parts of this size, 32 if not given
          --help                                      this text

        The same names are read from environment variables and from the "Values" of local.settings.json.
        An option wins over a variable, a variable over the file.
        """;

    private static readonly string[] Options = [SettingNames.HostStorage, SettingNames.DataStorage, SettingNames.Urls, SettingNames.Folder, SettingNames.PartMegabytes];

    private static readonly string Allowed = $"Commands: none or demo; options: {string.Join(", ", Options.Select(option => $"--{option}"))}, --help.";

    /// <exception cref="StartupException">There is a command or option that is not allowed, or one without its value.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var command = HostCommand.Serve;
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] is "--help" or "-h" or "-?" or "/?" or "help")
                return new CommandLine(HostCommand.Help, settings);

            if (!args[i].StartsWith('-'))
            {
                command = ParseCommand(args[i], command);
                continue;
            }

            var parts = args[i].Split('=', 2);
            var name = FindOption(parts[0]);
            if (parts.Length == 2)
                settings[name] = parts[1];
            else if (i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                settings[name] = args[++i];
            else
                throw new StartupException($"--{name} needs a value: --{name} <value>.");
        }

        return new CommandLine(command, settings);
    }

    private static HostCommand ParseCommand(string text, HostCommand soFar)
    {
        if (!string.Equals(text, "demo", StringComparison.OrdinalIgnoreCase))
            throw new StartupException($"There is no command \"{text}\". {Allowed}");
        if (soFar != HostCommand.Serve)
            throw new StartupException($"Only one command at a time. {Allowed}");

        return HostCommand.Demo;
    }

    private static string FindOption(string text) =>
        Options.FirstOrDefault(option => string.Equals($"--{option}", text, StringComparison.OrdinalIgnoreCase))
            ?? throw new StartupException($"There is no option \"{text}\". {Allowed}");
}

/// <summary>What the local host was started for.</summary>
internal enum HostCommand
{
    Serve,
    Demo,
    Help,
}
