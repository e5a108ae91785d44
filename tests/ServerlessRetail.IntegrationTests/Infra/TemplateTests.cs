using ServerlessRetail.IntegrationTests.Docs;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>What holds for everything that is deployed.</summary>
public sealed class TemplateTests
{
    // Azure has no tags for these, or takes those of what they belong to.
    private static readonly string[] WithoutTags =
    [
        "Microsoft.Authorization/roleAssignments", "Microsoft.Consumption/budgets", "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
        "Microsoft.Storage/storageAccounts/blobServices", "Microsoft.Storage/storageAccounts/blobServices/containers",
        "Microsoft.Storage/storageAccounts/managementPolicies",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies", "Microsoft.Web/sites/config",
    ];

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void Is_tagged_where_it_can_be(string environment) =>
        Assert.All(Snapshot.Of(environment).Resources.Where(resource => !WithoutTags.Contains((string?)resource["type"])), resource =>
        {
            Assert.Equal("ServerlessRetail", (string?)resource["tags"]?["application"]);
            Assert.Equal(environment, (string?)resource["tags"]?["environment"]);
        });

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
    public async Task Main_asks_for_no_key_at_all()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        // All of ARM's functions that hand out secrets begin so: listKeys, listAccountSas, listSecrets, …
        Assert.DoesNotMatch(@"\blist\w*\(", string.Concat(template.Resources.Select(resource => resource.ToJsonString())));
    }

    [Fact]
    public async Task Docs_list_every_parameter()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.Equal(
            template.Parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal),
            MarkdownPage.Read("docs/deploy.md").Keys("Parameters"));
    }

    [Fact]
    public async Task Docs_list_every_value_that_azd_hands_over()
    {
        var values = (await File.ReadAllTextAsync(Path.Combine(BicepCli.InfraFolder, "main.bicepparam"), TestContext.Current.CancellationToken))
            .Split('\'').Where(text => text.StartsWith("RETAIL_", StringComparison.Ordinal));

        Assert.Equal(values.Order(StringComparer.Ordinal), MarkdownPage.Read("docs/deploy.md").Keys("Values for azd"));
    }
}
