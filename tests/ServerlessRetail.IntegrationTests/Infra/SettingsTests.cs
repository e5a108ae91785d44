using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>The settings that a deployment gives the app, against those that the app is documented to read.</summary>
public sealed class SettingsTests
{
    // Flex Consumption says these in functionAppConfig and refuses them as settings.
    private static readonly string[] NotOnFlex = ["FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE"];

    // Only where there is an identity to name.
    private static readonly string[] OnlyInAzure = ["AZURE_CLIENT_ID"];

    private static readonly Dictionary<string, string> Deployed = Read("snapshots/main.dev.json")["predictedResources"]!.AsArray()
        .Single(resource => (string?)resource!["type"] == "Microsoft.Web/sites/config")!["properties"]!
        .AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!);

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
}
