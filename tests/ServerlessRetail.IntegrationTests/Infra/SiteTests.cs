namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class SiteTests
{
    [Fact]
    public async Task Takes_https_only_and_no_publishing_password()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        var site = Assert.Single(template.OfType("Microsoft.Web/sites"));
        Assert.True((bool)site["properties"]!["httpsOnly"]!);
        Assert.Equal("1.2", (string?)site["properties"]!["siteConfig"]!["minTlsVersion"]);
        Assert.All(template.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy =>
            Assert.False((bool)policy["properties"]!["allow"]!));
    }

    [Fact]
    public async Task Runs_the_worker_that_the_app_is_built_for_on_Flex_Consumption()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        var plan = Assert.Single(template.OfType("Microsoft.Web/serverfarms"));
        Assert.Equal(("FC1", "FlexConsumption"), ((string?)plan["sku"]!["name"], (string?)plan["sku"]!["tier"]));
        var site = Assert.Single(template.OfType("Microsoft.Web/sites"));
        Assert.Equal("functionapp,linux", (string?)site["kind"]);
        Assert.Equal("UserAssigned", (string?)site["identity"]!["type"]);
        var config = site["properties"]!["functionAppConfig"]!;
        Assert.Equal(("dotnet-isolated", "10.0"), ((string?)config["runtime"]!["name"], (string?)config["runtime"]!["version"]));
        Assert.Equal("UserAssignedIdentity", (string?)config["deployment"]!["storage"]!["authentication"]!["type"]);
    }

    [Fact]
    public async Task Roles_and_the_way_to_storage_are_there_before_the_site()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.Equal(["privateEndpoints", "roleAssignments"], template.WaitsFor("functionApp"));
        Assert.Equal(["dataStorage", "events", "hostStorage", "identity", "monitoring"], template.WaitsFor("roleAssignments"));
        Assert.Equal(["dataStorage", "hostStorage", "network"], template.WaitsFor("privateEndpoints"));
    }

    [Theory]
    [InlineData("dev", "")]
    [InlineData("prod", "http 1, blob 1")]
    public void Keeps_as_many_instances_warm_as_the_environment_says(string environment, string expected)
    {
        var alwaysReady = Snapshot.Of(environment).Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!
            ["scaleAndConcurrency"]!["alwaysReady"]!.AsArray();

        Assert.Equal(expected, string.Join(", ", alwaysReady.Select(group => $"{group!["name"]} {group["instanceCount"]}")));
    }

    [Fact]
    public void Entra_ID_asks_everybody_for_a_token_but_Event_Grid()
    {
        var settings = Snapshot.Prod.Single("Microsoft.Web/sites/config", "/authsettingsV2")["properties"]!;

        Assert.Equal("Return401", (string?)settings["globalValidation"]!["unauthenticatedClientAction"]);
        Assert.Equal(["/runtime/webhooks/*"], settings["globalValidation"]!["excludedPaths"]!.AsArray().Select(path => (string?)path));
        Assert.DoesNotContain("secret", settings.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Without_a_client_ID_nothing_stands_before_the_app() =>
        Assert.DoesNotContain(Snapshot.Dev.Resources, resource => ((string)resource["name"]!).EndsWith("/authsettingsV2", StringComparison.Ordinal));
}
