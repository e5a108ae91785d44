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

    /// <summary>Runs a command in the infra folder, or in <paramref name="folder"/>.</summary>
    internal static Task<CommandResult> RunAsync(string[] arguments, string? folder = null) =>
        Command.RunAsync(new ProcessStartInfo(Metadata("BicepPath"), arguments) { WorkingDirectory = folder ?? InfraFolder });

    private static string Metadata(string key) => typeof(BicepCli).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;
}
