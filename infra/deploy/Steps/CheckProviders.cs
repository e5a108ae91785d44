using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Whether the subscription may use the kinds of resources that infra describes; registers those that are missing.</summary>
internal sealed class CheckProviders : IStep
{
    /// <summary>The namespaces of all resource types in infra.</summary>
    public static IReadOnlyList<string> Namespaces { get; } =
    [
        "Microsoft.App", "Microsoft.Authorization", "Microsoft.Consumption", "Microsoft.EventGrid", "Microsoft.Insights",
        "Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.OperationalInsights", "Microsoft.Storage", "Microsoft.Web",
    ];

    public string Title => "Resource providers";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var answer = await AzCli.RunAsync(
            ["provider", "list", "--query", "[?registrationState=='Registered'].namespace", "--output", "json"], cancellationToken);
        var registered = answer.Json().EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = Namespaces.Where(name => !registered.Contains(name)).ToList();
        foreach (var name in missing)
        {
            deployment.Say($"    Registering {name}; that may take some minutes");
            var registration = await AzCli.RunAsync(["provider", "register", "--namespace", name, "--wait", "--output", "none"], cancellationToken);
            if (!registration.Succeeded)
            {
                throw new DeployException(
                    $"The subscription does not use {name} yet, and you may not register it (ProviderNotRegistered). Have somebody with Contributor on the subscription run " +
                    $"'az provider register --wait --namespace {name}', then run the same command again.");
            }
        }
        deployment.Say(missing.Count == 0 ? "    all registered" : $"    registered {string.Join(", ", missing)}");
    }
}
