using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.Docs;

public sealed partial class ReadmeTests
{
    private static readonly MarkdownPage Readme = MarkdownPage.Read("README.md");

    [Theory]
    [InlineData("dotnet run --project src/ServerlessRetail.LocalHost -- demo")]
    [InlineData("dotnet test")]
    public void Has_the_two_commands_on_lines_of_their_own(string command) => Assert.Contains(command, Readme.Code);

    [Fact]
    public void Lists_the_keys_of_the_sample_settings_and_no_others()
    {
        var sample = JsonNode.Parse(File.ReadAllText(Path.Combine(MarkdownPage.Root, "local.settings.sample.json")))!["Values"]!;

        Assert.Equal(sample.AsObject().Select(setting => setting.Key).Order(StringComparer.Ordinal), Readme.Keys("Settings"));
    }

    [Fact]
    public void Lists_the_settings_that_only_the_local_host_has() =>
        Assert.Equal(Codes.ConstantsOf(typeof(SettingNames)).Except(Readme.Keys("Settings")), Readme.Keys("Of the local host"));

    [Fact]
    public void Says_where_the_local_host_listens() =>
        Assert.Contains(Readme.Table("Of the local host"), row => row[0] == "`urls`" && row[1] == $"`{LocalSettings.DefaultUrls}`");

    [Fact]
    public void Lists_the_functions_of_the_shell()
    {
        var shell = Directory.EnumerateFiles(Path.Combine(MarkdownPage.Root, "src", "ServerlessRetail.Functions"), "*.cs")
            .SelectMany(file => Function().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

        Assert.Equal(shell.Order(StringComparer.Ordinal), Readme.Keys("Functions"));
    }

    [Fact]
    public void Starts_the_Azurite_that_the_local_host_installs() =>
        Assert.Contains(Readme.Code, line => line.StartsWith($"node .local/tools/azurite-{AzuriteInstaller.Version}/", StringComparison.Ordinal));

    [GeneratedRegex(@"\[Function\(nameof\((\w+)\)\)\]")]
    private static partial Regex Function();
}
