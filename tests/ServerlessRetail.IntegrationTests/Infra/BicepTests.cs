using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class BicepTests
{
    public static TheoryData<string> Files => [.. BicepCli.Files];

    public static TheoryData<string> Parameters => [.. BicepCli.ParameterFiles];

    public static TheoryData<string> FilesAndParameters => [.. BicepCli.Files, .. BicepCli.ParameterFiles];

    [Fact]
    public async Task All_compile_and_lint_without_a_word()
    {
        var lint = await BicepCli.RunAsync(["lint", "--pattern", "**/*.bicep"]);

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
    [MemberData(nameof(Parameters))]
    public async Task Parameters_fit_their_template(string file)
    {
        var lint = await BicepCli.RunAsync(["lint", file]);

        Assert.Equal(new CommandResult(0, "", ""), lint);
    }

    [Theory]
    [MemberData(nameof(FilesAndParameters))]
    public async Task Is_formatted(string file)
    {
        var formatted = await BicepCli.RunAsync(["format", file, "--stdout"]);

        Assert.Equal(0, formatted.ExitCode);
        Assert.Equal(
            formatted.Output.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(Path.Combine(BicepCli.InfraFolder, file), TestContext.Current.CancellationToken));
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
