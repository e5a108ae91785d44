using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>
/// Deploys events.bicep, which makes uploads reach the app. Event Grid asks the app to identify itself, and the key it
/// does so with appears when the host has loaded the blob trigger; on a fresh app that takes a while.
/// </summary>
internal sealed class Subscribe : IStep
{
    private const int Attempts = 20;

    public string Title => "Subscribe to uploads, infra/events.bicep";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var names = deployment.RequiredNames;
        await deployment.RetryAsync("Subscribing", Attempts, () => AzCli.RunAsync(
            [
                "deployment", "group", "create", "--resource-group", deployment.Options.RequiredResourceGroup, "--name", "events",
                "--template-file", RepositoryFolder.Path("infra", "events.bicep"),
                "--parameters", $"functionAppName={names.FunctionApp}", $"storageAccountName={names.StorageAccount}", "--output", "none",
            ],
            cancellationToken), cancellationToken);
        deployment.Say("    uploads to the containers datasets and scoring reach the app");
    }
}
