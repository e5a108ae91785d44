using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class BicepTests
{
    public static TheoryData<string> Files => [.. BicepCli.Files];

    [Theory]
    [InlineData("**/*.bicep")]
    [InlineData("*.bicepparam")]
    public async Task All_compile_and_lint_without_a_word(string pattern)
    {
        var lint = await BicepCli.RunAsync(["lint", "--pattern", pattern]);

        Assert.Equal(new CommandResult(0, "", ""), lint);
    }

    [Fact]
    public async Task Every_rule_of_the_linter_is_an_error_but_the_one_that_goes_by_the_day()
    {
        var config = await File.ReadAllTextAsync(Path.Combine(BicepCli.InfraFolder, "bicepconfig.json"), TestContext.Current.CancellationToken);

        var rules = JsonNode.Parse(config, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!
            ["analyzers"]!["core"]!["rules"]!.AsObject();

        Assert.Equal(
            ["use-recent-api-versions"],
            rules.Where(rule => (string?)rule.Value!["level"] != "error").Select(rule => rule.Key));
    }

    [Theory]
    [InlineData("**/*.bicep")]
    [InlineData("*.bicepparam")]
    public async Task All_are_formatted(string pattern)
    {
        using var copy = new InfraCopy();

        var format = await copy.RunAsync(["format", "--pattern", pattern]);

        Assert.Equal(new CommandResult(0, "", ""), format);
        Assert.All(BicepCli.Files.Concat(BicepCli.ParameterFiles), file => Assert.Equal(
            copy.Read(file).ReplaceLineEndings("\n"), File.ReadAllText(Path.Combine(BicepCli.InfraFolder, file))));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Describes_every_parameter_and_needs_no_network(string file)
    {
        var template = await CompiledTemplate.BuildAsync(file);

        Assert.All(template.Parameters, parameter =>
            Assert.False(string.IsNullOrEmpty((string?)parameter.Value!["metadata"]?["description"]), parameter.Key));
        Assert.DoesNotContain("'br", await File.ReadAllTextAsync(
            Path.Combine(BicepCli.InfraFolder, file), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
