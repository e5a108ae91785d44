using System.Diagnostics;
using System.Reflection;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>The real Bicep CLI, as NuGet delivers it.</summary>
internal static class BicepCli
{
    /// <summary>The repository's infra folder, with a separator at the end.</summary>
    internal static string InfraFolder { get; } = Metadata("InfraFolder");

    internal static IEnumerable<string> Files => Directory
        .EnumerateFiles(InfraFolder, "*.bicep", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(InfraFolder, file))
        .Order(StringComparer.Ordinal);

    internal static IEnumerable<string> ParameterFiles => Directory
        .EnumerateFiles(InfraFolder, "*.bicepparam")
        .Select(file => Path.GetRelativePath(InfraFolder, file))
        .Order(StringComparer.Ordinal);

    /// <summary>Runs a command in the infra folder, or in <paramref name="folder"/>, with <paramref name="values"/> as the RETAIL_ variables.</summary>
    internal static Task<CommandResult> RunAsync(
        string[] arguments, string? folder = null, IReadOnlyDictionary<string, string>? values = null)
    {
        var start = new ProcessStartInfo(Metadata("BicepPath"), arguments) { WorkingDirectory = folder ?? InfraFolder };
        // Those of whoever runs the tests must not find their way into a snapshot.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("RETAIL_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in values ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        return Command.RunAsync(start);
    }

    private static string Metadata(string key) => typeof(BicepCli).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;
}
