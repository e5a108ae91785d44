namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class StorageTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";

    [Fact]
    public async Task Takes_no_keys_no_strangers_and_no_old_protocols()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.All(template.OfType(Account), account =>
        {
            var properties = account["properties"]!;
            Assert.False((bool)properties["allowSharedKeyAccess"]!);
            Assert.False((bool)properties["allowBlobPublicAccess"]!);
            Assert.False((bool)properties["allowCrossTenantReplication"]!);
            Assert.True((bool)properties["supportsHttpsTrafficOnly"]!);
            Assert.Equal("TLS1_2", (string?)properties["minimumTlsVersion"]);
            Assert.Equal("AzureServices", (string?)properties["networkAcls"]!["bypass"]);
        });
        Assert.All(template.OfType(Account + "/blobServices/containers"), container =>
            Assert.Equal("None", (string?)container["properties"]!["publicAccess"]));
    }

    [Theory]
    [InlineData("dev", "sthost", false)]
    [InlineData("dev", "stretail", true)]
    [InlineData("prod", "sthost", false)]
    [InlineData("prod", "stretail", true)]
    public void Only_the_data_keeps_versions_and_what_was_deleted(string environment, string account, bool keeps)
    {
        var properties = Snapshot.Of(environment).Single(Account + "/blobServices", account)["properties"]!;

        Assert.Equal(keeps, (bool)properties["isVersioningEnabled"]!);
        Assert.Equal(keeps, (bool)properties["deleteRetentionPolicy"]!["enabled"]!);
        Assert.Equal(keeps, (bool)properties["containerDeleteRetentionPolicy"]!["enabled"]!);
    }

    [Fact]
    public void The_data_account_has_the_containers_of_the_app_and_one_for_dead_letters()
    {
        var containers = Snapshot.Prod.OfType(Account + "/blobServices/containers")
            .Select(container => ((string)container["name"]!).Split('/'))
            .Where(name => name[0].StartsWith("stretail", StringComparison.Ordinal))
            .Select(name => name[2]);

        Assert.Equal(Storage.ContainerNames.All.Append("dead-letters").Order(), containers.Order());
    }

    [Theory]
    [InlineData("scoring/", "baseBlob")]
    [InlineData("scores/", "baseBlob")]
    [InlineData("quarantine/", "baseBlob")]
    [InlineData("dead-letters/", "baseBlob")]
    [InlineData("datasets/", "version")]
    [InlineData("models/", "version")]
    [InlineData("runs/", "version")]
    public void Lifecycle_rules_delete_what_is_temporary_and_old_versions_of_the_rest(string container, string deleted)
    {
        var rules = Snapshot.Prod.Single(Account + "/managementPolicies")["properties"]!["policy"]!["rules"]!.AsArray();

        var rule = Assert.Single(rules, rule =>
            rule!["definition"]!["filters"]!["prefixMatch"]!.AsArray().Any(prefix => (string?)prefix == container))!;
        Assert.Equal(deleted == "baseBlob", rule["definition"]!["actions"]!["baseBlob"] is not null);
        Assert.NotNull(rule["definition"]!["actions"]!["version"]!["delete"]);
    }

    [Fact]
    public void Old_versions_of_uploads_and_models_go_to_a_cheaper_tier_first()
    {
        var rule = Snapshot.Prod.Single(Account + "/managementPolicies")["properties"]!["policy"]!["rules"]!.AsArray()
            .Single(rule => (string?)rule!["name"] == "old-versions-tier-down-and-expire")!["definition"]!["actions"]!["version"]!;

        Assert.True(
            (int)rule["tierToCool"]!["daysAfterCreationGreaterThan"]! < (int)rule["delete"]!["daysAfterCreationGreaterThan"]!);
    }
}
