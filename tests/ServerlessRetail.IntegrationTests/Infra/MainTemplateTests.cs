namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class MainTemplateTests
{
    [Fact]
    public async Task Storage_takes_no_keys_no_strangers_and_no_old_protocols()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.All(template.OfType("Microsoft.Storage/storageAccounts"), account =>
        {
            var properties = account["properties"]!;
            Assert.False((bool)properties["allowSharedKeyAccess"]!);
            Assert.False((bool)properties["allowBlobPublicAccess"]!);
            Assert.True((bool)properties["supportsHttpsTrafficOnly"]!);
            Assert.Equal("TLS1_2", (string?)properties["minimumTlsVersion"]);
            Assert.Equal("AzureServices", (string?)properties["networkAcls"]!["bypass"]);
        });
        Assert.All(template.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"), container =>
            Assert.Equal("None", (string?)container["properties"]!["publicAccess"]));
    }

    [Fact]
    public async Task The_site_takes_https_only_and_no_publishing_password()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        var site = Assert.Single(template.OfType("Microsoft.Web/sites"));
        Assert.True((bool)site["properties"]!["httpsOnly"]!);
        Assert.Equal("1.2", (string?)site["properties"]!["siteConfig"]!["minTlsVersion"]);
        Assert.All(template.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy =>
            Assert.False((bool)policy["properties"]!["allow"]!));
    }

    [Fact]
    public async Task The_site_runs_the_worker_that_the_app_is_built_for_on_Flex_Consumption()
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
    public async Task Telemetry_comes_in_by_identity_only()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.All(template.OfType("Microsoft.Insights/components"), component =>
            Assert.True((bool)component["properties"]!["DisableLocalAuth"]!));
    }

    [Fact]
    public async Task Every_role_is_held_on_one_resource_and_never_on_the_group_or_the_subscription()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.All(template.OfType("Microsoft.Authorization/roleAssignments"), assignment =>
        {
            Assert.StartsWith("[resourceId('Microsoft.", (string?)assignment["scope"], StringComparison.Ordinal);
            Assert.Equal("ServicePrincipal", (string?)assignment["properties"]!["principalType"]);
        });
    }

    [Theory]
    [InlineData("main.bicep")]
    [InlineData("events.bicep")]
    public async Task No_output_can_hold_a_secret(string file)
    {
        var template = await CompiledTemplate.BuildAsync(file);

        Assert.All(template.Outputs, output =>
        {
            Assert.DoesNotContain("list", output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("key", output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("connectionString", output, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Uploads_and_nothing_else_are_subscribed_to()
    {
        var template = await CompiledTemplate.BuildAsync("events.bicep");

        var filter = Assert.Single(template.OfType("Microsoft.EventGrid/systemTopics/eventSubscriptions"))["properties"]!["filter"]!;
        Assert.EndsWith("/containers/datasets/", (string?)filter["subjectBeginsWith"], StringComparison.Ordinal);
        Assert.Equal(["Microsoft.Storage.BlobCreated"], filter["includedEventTypes"]!.AsArray().Select(type => (string?)type));
    }
}
