using System.Collections;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>What surrounds the process, as far as <c>doctor</c> looks at it.</summary>
/// <param name="Directory">Where local.settings.json and the checkout are looked for.</param>
/// <param name="Path">The search path of programs.</param>
/// <param name="Variables">Environment variables.</param>
internal sealed record DoctorEnvironment(string Directory, string Path, IReadOnlyDictionary<string, string> Variables)
{
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];

    public static DoctorEnvironment Current(string directory) => new(
        directory,
        Environment.GetEnvironmentVariable("PATH") ?? "",
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal));

    /// <returns>The program's file; null where the path has none of that name.</returns>
    public string? FindProgram(string name) => Path
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Endings.Select(ending => System.IO.Path.Combine(folder, name + ending)))
        .FirstOrDefault(File.Exists);
}
