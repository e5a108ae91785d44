namespace ServerlessRetail.Deploy.Azure;

/// <summary>Looks at the resource group that is deployed to.</summary>
internal static class ResourceGroups
{
    /// <summary>Where it is.</summary>
    /// <returns>Null where there is no such group, or none is named.</returns>
    public static async Task<string?> FindLocationAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        if (deployment.Options.ResourceGroup is not { } group)
            return null;
        var exists = await AzCli.RunAsync(["group", "exists", "--name", group, "--output", "json"], cancellationToken);
        if (!exists.Json().GetBoolean())
            return null;
        var answer = await AzCli.RunAsync(["group", "show", "--name", group, "--query", "location", "--output", "json"], cancellationToken);
        return answer.Json().GetString();
    }
}
