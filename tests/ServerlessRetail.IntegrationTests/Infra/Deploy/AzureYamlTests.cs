using System.Text.RegularExpressions;
using ServerlessRetail.Deploy;

namespace ServerlessRetail.IntegrationTests.Infra.Deploy;

/// <summary>What azd is told to run, for both kinds of shells.</summary>
public sealed partial class AzureYamlTests
{
    private static readonly string Yaml = File.ReadAllText(Path.Combine(BicepCli.InfraFolder, "..", "azure.yaml"));

    private static IReadOnlyList<string> Runs => [.. Run().Matches(Yaml).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Checks_before_and_finishes_after_in_both_shells() => Assert.Equal(
        [nameof(DeployCommand.Check), nameof(DeployCommand.Check), nameof(DeployCommand.Finish), nameof(DeployCommand.Finish)],
        Runs.Select(run => CommandLine.Parse(run.Split(' '), _ => null).Command.ToString()));

    [Fact]
    public async Task The_hook_before_provisioning_passes_with_what_azd_sets()
    {
        using var az = new AzStandIn();
        az.Variables["AZURE_SUBSCRIPTION_ID"] = "0000-1";
        az.Variables["AZURE_LOCATION"] = "westeurope";

        var run = await az.AnswerAll().RunAsync(Runs[0].Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(0, az.CountOf("--name main --parameters"));
    }

    [GeneratedRegex("run: dotnet run --project infra/deploy -- (.+)")]
    private static partial Regex Run();
}
