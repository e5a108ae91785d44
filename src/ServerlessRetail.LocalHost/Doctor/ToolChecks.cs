using System.Globalization;
using System.Text.RegularExpressions;
using ServerlessRetail.Diagnostics;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>The programs that are needed around the product, and the disk.</summary>
internal static partial class ToolChecks
{
    /// <summary>What a run writes: Azurite's data, samples.</summary>
    private const int DataMegabytes = 200;

    /// <param name="needsAzurite">Whether the local host will have to install or start Azurite.</param>
    public static IReadOnlyList<ICheck> Create(DoctorEnvironment environment, LocalFolder folder, bool needsAzurite) =>
    [
        Tool(CheckNames.DotNet, "dotnet", 10, CheckResult.Skipped("dotnet is not on the path; only building needs it."),
            "Install the .NET 10 SDK: https://dotnet.microsoft.com/download", environment),
        Tool(CheckNames.Node, NodeJs.Command, NodeJs.MinimumMajor,
            needsAzurite
                ? CheckResult.Failed(CheckCodes.ToolMissing, "Node.js is not on the path, and Azurite, the storage emulator, runs on it.", NodeJs.Remedy)
                : CheckResult.Skipped("Node.js is not on the path; only Azurite needs it, and there is a storage."),
            NodeJs.Remedy, environment),
        new FoundCheck(CheckNames.Azurite, subject: null, AzuriteState(folder, needsAzurite)),
        Tool(CheckNames.CoreTools, "func", 4, CheckResult.Skipped("Azure Functions Core Tools are not on the path; only func start needs them."),
            "npm install --global azure-functions-core-tools@4", environment),
        new FoundCheck(CheckNames.DiskSpace, subject: null, Disk(folder, needsAzurite)),
    ];

    private static FoundCheck Tool(string name, string program, int minimumMajor, CheckResult missing, string remedy, DoctorEnvironment environment) => new(
        name, subject: null, async cancellationToken =>
        {
            if (environment.FindProgram(program) is not { } file)
                return missing;
            if (await ProgramRun.StartAsync(file, ["--version"], environment, cancellationToken) is not { ExitCode: 0 } run || Version().Match(run.Output) is not { Success: true } version)
            {
                return CheckResult.Warning(CheckCodes.ToolMissing, $"{program} is on the path and does not tell its version.", remedy) with { Place = file };
            }

            return int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture) < minimumMajor
                ? new CheckResult(
                    missing.State == CheckState.Failed ? CheckState.Failed : CheckState.Warning,
                    $"{program} {version.Value} is too old; {minimumMajor} is needed.", CheckCodes.ToolTooOld, remedy)
                { Place = file }
                : CheckResult.Ok(version.Value) with { Place = file };
        });

    private static CheckResult AzuriteState(LocalFolder folder, bool needsAzurite)
    {
        var install = Path.Combine(folder.Tools, $"azurite-{AzuriteInstaller.Version}");
        if (AzuriteInstaller.IsInstalled(install))
            return CheckResult.Ok($"{AzuriteInstaller.Version} is installed.") with { Place = install };
        return CheckResult.Skipped(needsAzurite
            ? $"{AzuriteInstaller.Version} is installed with the first start, about {InstallProgress.ExpectedMegabytes} MB."
            : "Not installed here, and not needed: there is a storage.");
    }

    private static CheckResult Disk(LocalFolder folder, bool needsAzurite)
    {
        var existing = folder.Root;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;

        var isInstalled = AzuriteInstaller.IsInstalled(Path.Combine(folder.Tools, $"azurite-{AzuriteInstaller.Version}"));
        return JudgeDisk(DiskSpace.MeasureFreeMegabytes(existing), DataMegabytes + (needsAzurite && !isInstalled ? InstallProgress.ExpectedMegabytes : 0)) with { Place = folder.Root };
    }

    /// <param name="free">Megabytes; null where the system does not say.</param>
    internal static CheckResult JudgeDisk(long? free, int needed) => free switch
    {
        null => CheckResult.Skipped("The system does not say how much is free."),
        { } megabytes when megabytes < needed => CheckResult.Failed(
            CheckCodes.DiskFull, string.Create(CultureInfo.InvariantCulture, $"{megabytes} MB are free, and {needed} MB are needed."),
            "Make room, or choose another folder with --folder <path>."),
        { } megabytes => CheckResult.Ok(string.Create(CultureInfo.InvariantCulture, $"{megabytes:N0} MB are free.")),
    };

    [GeneratedRegex(@"(\d+)\.\d+(\.\d+)?")]
    private static partial Regex Version();
}
