using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Whether the region offers Flex Consumption with .NET.</summary>
internal sealed class CheckRegion : IStep
{
    public string Title => "Region";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var location = Simplify(await ResourceGroups.FindLocationAsync(deployment, cancellationToken) ?? deployment.Options.Location ?? throw new DeployException(
            "The resource group is not there yet. Where shall it be made? Name a region with --location, for example --location westeurope."));
        var answer = await AzCli.RunAsync(
            ["functionapp", "list-flexconsumption-locations", "--runtime", "dotnet-isolated", "--query", "[].name", "--output", "json"], cancellationToken);
        var offered = answer.Json().EnumerateArray().Select(name => Simplify(name.GetString()!)).Order(StringComparer.Ordinal).ToList();
        if (!offered.Contains(location))
        {
            throw new DeployException(
                $"{location} does not offer Flex Consumption (RegionWithoutFlexConsumption). Take another one with --location, in a new resource group: {string.Join(", ", offered)}.");
        }
        deployment.Say($"    {location} offers Flex Consumption");
    }

    /// <summary>"West Europe" is westeurope.</summary>
    private static string Simplify(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
