namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class NetworkTests
{
    [Fact]
    public void A_closed_account_is_denied_to_all_but_trusted_services_and_the_addresses_that_upload()
    {
        var data = Snapshot.Prod.Single("Microsoft.Storage/storageAccounts", "stretail")["properties"]!["networkAcls"]!;
        var host = Snapshot.Prod.Single("Microsoft.Storage/storageAccounts", "sthost")["properties"]!["networkAcls"]!;

        Assert.All([data, host], rules =>
        {
            Assert.Equal("Deny", (string?)rules["defaultAction"]);
            Assert.Equal("AzureServices", (string?)rules["bypass"]);
        });
        Assert.Equal([SnapshotTests.UploadAddress], data["ipRules"]!.AsArray().Select(rule => (string?)rule!["value"]));
        Assert.Empty(host["ipRules"]!.AsArray());
    }

    [Fact]
    public void Every_service_that_a_connection_names_has_a_private_endpoint_and_a_zone_of_names()
    {
        var named = Snapshot.Prod.Settings.Keys.Where(key => key.EndsWith("ServiceUri", StringComparison.Ordinal))
            .Select(key => key.Replace("AzureWebJobsStorage__", "sthost ", StringComparison.Ordinal)
                .Replace("DataStorage__", "stretail ", StringComparison.Ordinal)
                .Replace("ServiceUri", "", StringComparison.Ordinal));

        var endpoints = Snapshot.Prod.OfType("Microsoft.Network/privateEndpoints")
            .Select(endpoint => endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!)
            .Select(connection => $"{Account((string)connection["privateLinkServiceId"]!)} {connection["groupIds"]![0]}");

        Assert.Equal(named.Order(), endpoints.Order());
        Assert.Equal(endpoints.Count(), Snapshot.Prod.Count("Microsoft.Network/privateEndpoints/privateDnsZoneGroups"));
        Assert.Equal(3, Snapshot.Prod.Count("Microsoft.Network/privateDnsZones"));
    }

    [Fact]
    public void The_app_goes_through_a_subnet_that_is_given_over_to_Flex_Consumption()
    {
        var subnet = (string)Snapshot.Prod.Single("Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"]!;

        var app = Snapshot.Prod.Single("Microsoft.Network/virtualNetworks")["properties"]!["subnets"]!.AsArray()
            .Single(item => subnet.EndsWith($"/{item!["name"]}", StringComparison.Ordinal))!["properties"]!;
        Assert.Equal("Microsoft.App/environments", (string?)app["delegations"]![0]!["properties"]!["serviceName"]);
    }

    [Fact]
    public void Without_the_network_accounts_are_open_to_those_who_may_sign_in()
    {
        Assert.All(Snapshot.Dev.OfType("Microsoft.Storage/storageAccounts"), account =>
            Assert.Equal("Allow", (string?)account["properties"]!["networkAcls"]!["defaultAction"]));
        Assert.DoesNotContain(Snapshot.Dev.Resources, resource => ((string)resource["type"]!).StartsWith("Microsoft.Network/", StringComparison.Ordinal));
    }

    private static string Account(string id) => id.Contains("/sthost", StringComparison.Ordinal) ? "sthost" : "stretail";
}
