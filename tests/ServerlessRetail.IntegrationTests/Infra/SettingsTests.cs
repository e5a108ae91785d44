using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>The settings that a deployment gives the app, against those that the app is documented to read.</summary>
public sealed partial class SettingsTests
{
    // Flex Consumption says these in functionAppConfig and refuses them as settings.
    private static readonly string[] NotOnFlex = ["FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE"];

    // Only where there is an identity to name.
    private static readonly string[] OnlyInAzure = ["AZURE_CLIENT_ID"];

    private static readonly string[] Folders = ["../src/ServerlessRetail", "../src/ServerlessRetail.Functions"];

    private static readonly IReadOnlyDictionary<string, string> Deployed = Snapshot.Prod.Settings;

    private static readonly string[] Connections =
        [.. Deployed.Keys.Where(key => key.Contains("__", StringComparison.Ordinal)).Select(key => key.Split("__")[0]).Distinct()];

    [Fact]
    public void A_deployment_sets_what_the_sample_lists_and_nothing_else()
    {
        var sample = Read("../local.settings.sample.json")["Values"]!.AsObject().Select(setting => setting.Key);
        var deployed = Deployed.Keys.Select(key => key.Split("__")[0]).Distinct();

        Assert.Equal(sample.Except(NotOnFlex).Order(), deployed.Except(OnlyInAzure).Order());
    }

    [Fact]
    public void A_deployment_sets_what_the_code_reads_and_nothing_else_but_triggers()
    {
        var read = Sources().SelectMany(source => SettingName().Matches(source)).Select(match => match.Groups[1].Value);

        Assert.Equal(
            read.Concat(OnlyInAzure).Distinct().Order(),
            Deployed.Keys.Where(key => !key.EndsWith(".Disabled", StringComparison.Ordinal)).Select(key => key.Split("__")[0]).Distinct().Order());
    }

    [Fact]
    public void A_deployment_sets_every_part_of_an_identity_that_the_code_reads()
    {
        var parts = Sources().SelectMany(source => ConnectionPart().Matches(source)).Select(match => match.Value).Distinct().ToList();

        Assert.Contains("blobServiceUri", parts);
        Assert.All(parts, part => Assert.All(Connections, connection => Assert.Contains($"{connection}__{part}", Deployed)));
    }

    [Fact]
    public void Every_function_that_blobs_start_is_switched_on_or_off()
    {
        var functions = Sources().SelectMany(source => BlobFunction().Matches(source)).ToList();

        Assert.NotEmpty(functions);
        Assert.All(functions, function => Assert.Equal(
            function.Groups[2].Value.Contains("EventGrid", StringComparison.Ordinal) ? "false" : "true",
            Deployed[$"AzureWebJobs.{function.Groups[1].Value}.Disabled"]));
    }

    [Fact]
    public void Both_environments_set_the_same() => Assert.Equal(Snapshot.Dev.Settings.Keys.Order(), Deployed.Keys.Order());

    [Fact]
    public void Each_connection_leads_to_its_own_account() =>
        Assert.All(Deployed.Where(setting => setting.Key.EndsWith("ServiceUri", StringComparison.Ordinal)), setting => Assert.Contains(
            setting.Key.StartsWith("DataStorage", StringComparison.Ordinal) ? "/stretail" : "/sthost", setting.Value, StringComparison.Ordinal));

    [Fact]
    public void A_deployment_sets_nothing_that_the_plan_refuses() => Assert.Empty(Deployed.Keys.Intersect(NotOnFlex));

    [Fact]
    public void Every_connection_signs_in_with_the_identity_and_reaches_blobs_and_queues()
    {
        Assert.Equal(["AzureWebJobsStorage", "DataStorage"], Connections.Order());
        Assert.All(Connections, connection =>
        {
            Assert.EndsWith(".primaryEndpoints.blob]", Deployed[$"{connection}__blobServiceUri"], StringComparison.Ordinal);
            Assert.EndsWith(".primaryEndpoints.queue]", Deployed[$"{connection}__queueServiceUri"], StringComparison.Ordinal);
            Assert.Equal("managedidentity", Deployed[$"{connection}__credential"]);
            Assert.Equal(Deployed["AZURE_CLIENT_ID"], Deployed[$"{connection}__clientId"]);
        });
    }

    [Fact]
    public void No_setting_holds_a_key() => Assert.All(Deployed.Values, value =>
    {
        Assert.DoesNotContain("AccountKey", value, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listKeys", value, StringComparison.OrdinalIgnoreCase);
    });

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCli.InfraFolder, path)))!;

    private static IEnumerable<string> Sources() =>
        Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(BicepCli.InfraFolder, folder), "*.cs", SearchOption.AllDirectories))
            // Diagnostics looks at what others read, and at what they might.
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "Diagnostics"))
            .Select(File.ReadAllText);

    // const string HostSetting = "AzureWebJobsStorage"; and so on.
    [GeneratedRegex("""const string \w*(?:Setting|StringKey|Connection) = "([A-Z]\w+)";""")]
    private static partial Regex SettingName();

    // section["clientId"], and the name of an address wherever it stands: "blobServiceUri".
    [GeneratedRegex("""(?<=\bsection\[")\w+(?="\])|(?<=")\w+ServiceUri(?=")""")]
    private static partial Regex ConnectionPart();

    [GeneratedRegex("""\[Function\(nameof\((\w+)\)\)\][^;]*?\[BlobTrigger\(([^\]]*)\)\]""")]
    private static partial Regex BlobFunction();
}
