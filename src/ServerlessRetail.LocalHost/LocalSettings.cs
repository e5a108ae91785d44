namespace ServerlessRetail.LocalHost;

/// <summary>Everything the local host was told: by local.settings.json, environment variables and the command line, the later over the earlier.</summary>
internal sealed class LocalSettings
{
    /// <summary>Loopback only, on the port of Azure Functions Core Tools.</summary>
    public const string DefaultUrls = "http://127.0.0.1:7071";

    private LocalSettings(HostCommand command, IConfiguration configuration)
    {
        Command = command;
        Configuration = configuration;
    }

    public HostCommand Command { get; }

    public IConfiguration Configuration { get; }

    /// <summary>Where to listen, separated by semicolons.</summary>
    public string Urls => Find(SettingNames.Urls) ?? DefaultUrls;

    /// <summary>The folder for what is installed and written; null: to be found.</summary>
    public string? Folder => Find(SettingNames.Folder);

    /// <summary>The host's storage as a connection string; null if none is given, or one by identity.</summary>
    public string? HostStorage => Find(SettingNames.HostStorage);

    /// <summary>Whether a storage account is named, by connection string or by identity (<c>AzureWebJobsStorage__accountName</c>): then no Azurite is needed.</summary>
    public bool HasStorage => HostStorage is not null || Configuration.GetSection(SettingNames.HostStorage).GetChildren().Any(child => !string.IsNullOrWhiteSpace(child.Value));

    /// <param name="args">The command line.</param>
    /// <param name="currentDirectory">Where local.settings.json is looked for, and then at the root of the checkout around it.</param>
    /// <exception cref="StartupException">The file or the command line cannot be understood.</exception>
    public static LocalSettings Read(IReadOnlyList<string> args, string currentDirectory)
    {
        var commandLine = CommandLine.Parse(args);

        // Help is given even when the file is broken, and doctor tells where it is.
        return Combine(commandLine, commandLine.Command is HostCommand.Help or HostCommand.Doctor ? [] : LocalSettingsFile.Read(currentDirectory));
    }

    /// <param name="file">What the file says; empty where it cannot be read.</param>
    public static LocalSettings Combine(CommandLine commandLine, IEnumerable<KeyValuePair<string, string?>> file)
    {
        var builder = new ConfigurationBuilder()
            .AddInMemoryCollection(file)
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddInMemoryCollection(commandLine.Settings);

        return new LocalSettings(commandLine.Command, builder.Build());
    }

    /// <summary>A variable that is set to nothing counts as not set.</summary>
    private string? Find(string name) => Configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
