using ServerlessRetail.Datasets;
using ServerlessRetail.Storage;

namespace ServerlessRetail.Diagnostics;

/// <summary>Names of settings against those that somebody reads: a misspelt one is as good as not set, and nobody says so.</summary>
/// <param name="subject">Where the names were found, if there are several places.</param>
/// <param name="names">Names as they were written, with two underscores or a colon between parts.</param>
/// <param name="others">Names that are known beside <see cref="KnownSettings"/>.</param>
/// <param name="takesAll">Whether every name must be known, as in a file for the app; else those that begin or look like a known one.</param>
/// <param name="severity">Of a misspelt name.</param>
internal sealed class SettingsCheck(string? subject, IReadOnlyList<string> names, IReadOnlyList<string> others, bool takesAll, CheckState severity) : ICheck
{
    /// <summary>How alike two names are that one may be meant for the other: a letter or two in ten.</summary>
    private const double Alike = 0.8;

    public string Name => CheckNames.Settings;

    public string? Subject => subject;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var written = names.Select(name => name.Replace(":", "__", StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var unknown = written.Where(name => !IsKnown(name)).Order(StringComparer.Ordinal).Select(name => (Name: name, Meant: Meant(name))).ToList();
        var misspelt = unknown.Where(entry => entry.Meant is not null).ToList();
        var strange = unknown.Where(entry => entry.Meant is null && (takesAll ? !IsOfOthers(entry.Name) : HasPrefix(entry.Name))).ToList();
        return Task.FromResult((misspelt, strange) switch
        {
            ({ Count: > 0 }, _) => new CheckResult(
                severity, $"Nobody reads {string.Join(", ", misspelt.Select(entry => entry.Name))}.", CheckCodes.SettingMisspelt,
                $"Did you mean {string.Join(", ", misspelt.Select(entry => entry.Meant))}? Rename it."),
            (_, { Count: > 0 }) => CheckResult.Warning(
                CheckCodes.SettingUnknown, $"Nobody reads {string.Join(", ", strange.Select(entry => entry.Name))}.",
                "Remove it, or correct its name: local.settings.sample.json has every setting of the app."),
            _ => CheckResult.Ok("No name is misspelt."),
        });
    }

    private bool IsKnown(string name) => Known.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (name.Split("__") is [var connection, var member]
            && IsConnection(connection)
            && KnownSettings.OfConnection.Contains(member, StringComparer.OrdinalIgnoreCase))
        // Functions can be switched off by their names, in either spelling.
        || (name.StartsWith("AzureWebJobs", StringComparison.OrdinalIgnoreCase) && Known.Contains(name.Replace("__", ".", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase));

    private string? Meant(string name)
    {
        var candidates = Known.Concat(Connections.SelectMany(connection => KnownSettings.OfConnection.Select(member => $"{connection}__{member}")));
        var (best, likeness) = candidates.Select(candidate => (candidate, Likeness: Likeness(candidate, name))).MaxBy(pair => pair.Likeness);
        return likeness >= Alike ? best : null;
    }

    /// <summary>Short names look like one another by chance, and parts after the underscores count for themselves.</summary>
    private static double Likeness(string candidate, string name)
    {
        var (left, right) = (candidate.Split("__"), name.Split("__"));
        return left.Length != right.Length || name.Length < 6 ? 0 : left.Zip(right, NameSimilarity.Of).Min();
    }

    private IEnumerable<string> Known => KnownSettings.OfApp.Concat(KnownSettings.OfHost).Concat(others);

    private static string[] Connections => [StorageConnection.HostSetting, StorageConnection.DataSetting];

    private static bool IsConnection(string name) => Connections.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsOfOthers(string name) =>
        KnownSettings.PrefixesOfOthers.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool HasPrefix(string name) =>
        KnownSettings.Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
