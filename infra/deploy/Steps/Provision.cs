using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Deploys main.bicep into the resource group, which is made where it is not there.</summary>
internal sealed class Provision : IStep
{
    private const int Attempts = 10;

    public string Title => "Provision infra/main.bicep";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var options = deployment.Options;
        var group = options.RequiredResourceGroup;
        if (await ResourceGroups.FindLocationAsync(deployment, cancellationToken) is null)
        {
            var creation = await AzCli.RunAsync(["group", "create", "--name", group, "--location", options.Location!, "--output", "none"], cancellationToken);
            if (!creation.Succeeded)
                throw KnownFailures.Explain(creation, $"Making the resource group {group}");
            deployment.Say($"    made the resource group {group} in {options.Location}");
        }

        deployment.Say("    deploying; the first time takes about five minutes");
        await deployment.RetryAsync("The deployment", Attempts, () => AzCli.RunAsync(
            [
                "deployment", "group", "create", "--resource-group", group, "--name", "main",
                "--parameters", options.ParameterFile ?? RepositoryFolder.Path("infra", "main.dev.bicepparam"),
                .. Uploader(deployment.Principal), "--output", "none",
            ],
            cancellationToken), cancellationToken);
        await new ReadOutputs().RunAsync(deployment, cancellationToken);
    }

    /// <summary>Owning a subscription does not include writing blobs.</summary>
    private static string[] Uploader(Principal? principal) => principal?.ObjectId is { } id
        ? ["--parameters", $"uploaderPrincipalId={id}", $"uploaderPrincipalType={principal.Type}"]
        : [];
}
