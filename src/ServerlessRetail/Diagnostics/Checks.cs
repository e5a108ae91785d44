using Microsoft.Extensions.Configuration;
using ServerlessRetail.Scoring;
using ServerlessRetail.Storage;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Diagnostics;

/// <summary>The checks that do not depend on where they run.</summary>
public static class Checks
{
    /// <summary>Everything about the accounts that settings name; of two settings for one account the first is looked at.</summary>
    /// <param name="settings">Names of connection settings.</param>
    /// <param name="http">For what needs no sign-in.</param>
    /// <param name="leavesTraces">Whether permissions are tried with a blob and a queue that are made and deleted.</param>
    public static IReadOnlyList<ICheck> OfStorage(
        IConfiguration configuration, IReadOnlyList<string> settings, HttpClient http, TimeProvider time, bool leavesTraces)
    {
        var checks = new List<ICheck>();
        var seen = new HashSet<Uri>();
        foreach (var setting in settings)
        {
            var read = StorageSetting.Read(configuration, setting);
            checks.Add(new ConnectionCheck(setting, read));
            if (read.Target is not { } target || !seen.Add(target.Blobs.Uri))
                continue;

            var probe = new StorageProbe(target, time);
            checks.Add(new BlobServiceCheck(probe));
            checks.Add(new QueueServiceCheck(probe));
            if (setting == StorageConnection.HostSetting || settings.Count == 1)
                checks.Add(new TableServiceCheck(probe, http));
            checks.Add(new ClockCheck(probe));
            if (setting != StorageConnection.HostSetting || settings.Count == 1)
                checks.Add(new ContainersCheck(probe));
            checks.Add(new BlobPermissionsCheck(probe, leavesTraces));
            checks.Add(new QueuePermissionsCheck(probe, leavesTraces));
        }
        return checks;
    }

    public static ICheck OfTriggers(IConfiguration configuration) => new TriggersCheck(configuration);

    /// <param name="subject">Where the names were found.</param>
    /// <param name="names">As they were written.</param>
    /// <param name="others">Names that are known beside <see cref="KnownSettings"/>.</param>
    /// <param name="takesAll">Whether every name must be known, as in a file for the app.</param>
    /// <param name="severity">Of a misspelt name.</param>
    public static ICheck OfSettings(string? subject, IReadOnlyList<string> names, IReadOnlyList<string> others, bool takesAll, CheckState severity) =>
        new SettingsCheck(subject, names, others, takesAll, severity);

    public static ICheck OfNativeLibraries() => new NativeLibrariesCheck(() => LightGbmProbe.Result);

    /// <summary>What a running app asks of itself: nothing is written, and nothing is refused for a name.</summary>
    internal static IReadOnlyList<ICheck> OfApp(IConfiguration configuration, ModelCache cache, HttpClient http, TimeProvider time) =>
    [
        .. OfStorage(configuration, StorageSettings(configuration), http, time, leavesTraces: false),
        OfTriggers(configuration),
        OfSettings(subject: null, [.. configuration.AsEnumerable().Where(setting => setting.Value is not null).Select(setting => setting.Key)], [], takesAll: false, CheckState.Warning),
        OfNativeLibraries(),
        new ModelsCheck(cache),
    ];

    /// <summary>The connections that are set, that of the data first; without any, that which ought to be.</summary>
    public static IReadOnlyList<string> StorageSettings(IConfiguration configuration)
    {
        string[] set = [.. new[] { StorageConnection.DataSetting, StorageConnection.HostSetting }.Where(setting => IsSet(configuration, setting))];
        return set.Length > 0 ? set : [StorageConnection.HostSetting];
    }

    private static bool IsSet(IConfiguration configuration, string setting) =>
        !string.IsNullOrWhiteSpace(configuration[setting])
        || configuration.GetSection(setting).GetChildren().Any(child => !string.IsNullOrWhiteSpace(child.Value));
}
