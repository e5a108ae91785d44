using ServerlessRetail.Deploy;
using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class DeployPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Infra.BicepCli.InfraFolder, "..", "docs", "deploy.md"));

    public static TheoryData<string> Causes => [.. KnownFailures.All.Select(failure => failure.Code), "AppNotReady", "EventsDoNotArrive"];

    public static TheoryData<string> Commands => [.. Enum.GetNames<DeployCommand>().Where(name => name != nameof(DeployCommand.Help))];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Explains_every_cause(string code) => Assert.Contains($"| `{code}` |", Page, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Explains_every_command(string name) => Assert.Contains($"| `{name.ToLowerInvariant()}` |", Page, StringComparison.Ordinal);

    [Fact]
    public void Explains_every_option_of_the_help()
    {
        var options = CommandLine.Help.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--help").ToList();

        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains($"| `{option}` |", Page, StringComparison.Ordinal));
    }
}
