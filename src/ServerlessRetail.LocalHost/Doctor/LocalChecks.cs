using System.Reflection;
using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>The checks of this computer, its settings, and the storage that they name.</summary>
internal static class LocalChecks
{
    private const string GivenConnection = "--connection";

    /// <summary>Settings that only the local host reads.</summary>
    private static readonly string[] OfLocalHost =
        [.. typeof(SettingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    public static async Task<IReadOnlyList<ICheck>> CreateAsync(
        CommandLine commandLine, DoctorEnvironment environment, HttpClient http, TimeProvider time, CancellationToken cancellationToken)
    {
        var (file, fileVerdict) = ReadFile(environment.Directory);
        var settings = LocalSettings.Combine(commandLine, file);
        var folder = LocalFolder.Find(settings.Folder, environment.Directory);
        var azurite = settings.HasStorage ? null : await AzuriteProbe.AskAsync(AzuriteOptions.DefaultBlobPort, cancellationToken);

        return
        [
            new FoundCheck(CheckNames.LocalSettings, subject: null, fileVerdict),
            Checks.OfSettings(LocalSettingsFile.Name, [.. file.Select(setting => setting.Key)], OfLocalHost, takesAll: true, CheckState.Failed),
            Checks.OfSettings("environment", [.. environment.Variables.Keys], OfLocalHost, takesAll: false, CheckState.Failed),
            Checks.OfTriggers(settings.Configuration),
            .. ToolChecks.Create(environment, folder, needsAzurite: !settings.HasStorage && azurite?.State == AzuriteState.Absent),
            Checks.OfNativeLibraries(),
            .. PortChecks.Create(settings.Urls, azurite, http),
            .. OfStorage(settings, azurite, http, time),
        ];
    }

    /// <param name="connection">A connection string, or a setting's name.</param>
    /// <exception cref="StartupException">The settings that would have to name it cannot be read.</exception>
    public static IReadOnlyList<ICheck> OfConnection(
        string connection, CommandLine commandLine, DoctorEnvironment environment, HttpClient http, TimeProvider time)
    {
        var isString = connection.Contains('=', StringComparison.Ordinal);
        IConfiguration configuration = isString
            ? new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(GivenConnection, connection)]).Build()
            : LocalSettings.Combine(commandLine, LocalSettingsFile.Read(environment.Directory)).Configuration;
        return Checks.OfStorage(configuration, [isString ? GivenConnection : connection], http, time, leavesTraces: true);
    }

    private static (IReadOnlyList<KeyValuePair<string, string?>> Values, CheckResult Verdict) ReadFile(string directory)
    {
        try
        {
            var values = LocalSettingsFile.Read(directory).ToList();
            return LocalSettingsFile.Find(directory) is { } path
                ? (values, CheckResult.Ok($"{values.Count} settings.") with { Place = path })
                : (values, CheckResult.Skipped($"There is no {LocalSettingsFile.Name}; the defaults hold."));
        }
        catch (StartupException exception)
        {
            return ([], CheckResult.Failed(
                CheckCodes.SettingsUnreadable, exception.Message, $"Mend the file; {LocalSettingsFile.Name.Replace("settings.", "settings.sample.", StringComparison.Ordinal)} shows how it looks."));
        }
    }

    private static IReadOnlyList<ICheck> OfStorage(LocalSettings settings, AzuriteVerdict? azurite, HttpClient http, TimeProvider time)
    {
        if (azurite is null)
            return Checks.OfStorage(settings.Configuration, Checks.StorageSettings(settings.Configuration), http, time, leavesTraces: true);
        if (azurite.State is AzuriteState.Absent or AzuriteState.Foreign)
            return [new FoundCheck(CheckNames.Connection, SettingNames.HostStorage, CheckResult.Skipped("Not set: the local host starts Azurite."))];

        var connection = AzuriteConnection.Create(AzuriteOptions.DefaultBlobPort, AzuriteOptions.DefaultQueuePort, AzuriteOptions.DefaultTablePort);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(SettingNames.HostStorage, connection)]).Build();
        return Checks.OfStorage(configuration, [SettingNames.HostStorage], http, time, leavesTraces: true);
    }
}
