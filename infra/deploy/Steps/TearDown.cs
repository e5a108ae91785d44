using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Deletes the resource group with all that is in it.</summary>
internal sealed class TearDown : IStep
{
    public string Title => "Delete";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var group = deployment.Options.RequiredResourceGroup;
        if (await ResourceGroups.FindLocationAsync(deployment, cancellationToken) is null)
        {
            deployment.Say($"    {group} is not there");
            return;
        }

        var answer = await AzCli.RunAsync(["resource", "list", "--resource-group", group, "--query", "[].join(' ', [type, name])", "--output", "json"], cancellationToken);
        foreach (var resource in answer.Json().EnumerateArray())
            deployment.Say($"    {resource.GetString()}");
        if (!deployment.Options.Yes)
            throw new DeployException($"Deleting {group} takes all of the above with it: files, models and logs. Add --yes if that is meant. Nothing was deleted.");

        var deletion = await AzCli.RunAsync(["group", "delete", "--name", group, "--yes", "--output", "none"], cancellationToken);
        if (!deletion.Succeeded)
            throw KnownFailures.Explain(deletion, $"Deleting {group}");
        deployment.Say($"    {group} is deleted");
    }
}
