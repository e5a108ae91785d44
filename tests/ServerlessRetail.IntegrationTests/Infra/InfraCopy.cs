namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>A copy of the infra folder to build in, format and take snapshots of: Bicep writes beside its sources. Gone when disposed.</summary>
internal sealed class InfraCopy : IDisposable
{
    internal InfraCopy()
    {
        foreach (var file in BicepCli.Files.Concat(BicepCli.ParameterFiles).Concat(["bicepconfig.json", "modules/questions.json"]))
        {
            var target = Path.Combine(Folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(BicepCli.InfraFolder, file), target);
        }
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("infra-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal Task<CommandResult> RunAsync(string[] arguments, IReadOnlyDictionary<string, string>? values = null) =>
        BicepCli.RunAsync(arguments, Folder, values);

    internal string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
