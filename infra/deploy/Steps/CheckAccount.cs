using System.Text.Json;

using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Who is signed in, and whether az is set to the subscription that is meant.</summary>
internal sealed class CheckAccount : IStep
{
    public string Title => "Account";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var answer = await AzCli.RunAsync(["account", "show", "--output", "json"], cancellationToken);
        var account = answer.Json();
        var (id, name) = (account.GetProperty("id").GetString()!, account.GetProperty("name").GetString()!);
        var wanted = deployment.Options.Subscription;
        if (wanted is not null && wanted != name && !string.Equals(wanted, id, StringComparison.OrdinalIgnoreCase))
        {
            throw new DeployException(
                $"az is set to the subscription {name} ({id}), and {wanted} is asked for. Run 'az account set --subscription {wanted}', or leave out --subscription. Nothing was changed.");
        }

        var user = account.GetProperty("user");
        deployment.Subscription = id;
        deployment.Principal = await FindPrincipalAsync(deployment, user, cancellationToken);
        deployment.Say($"    {user.GetProperty("name").GetString()} in the subscription {name} ({id})");
    }

    /// <summary>The one who is to upload the sample. Where the directory may not be read, uploading needs a role given by hand.</summary>
    private static async Task<Principal> FindPrincipalAsync(Deployment deployment, JsonElement user, CancellationToken cancellationToken)
    {
        var isUser = user.GetProperty("type").GetString() == "user";
        var answer = await AzCli.RunAsync(
            isUser
                ? ["ad", "signed-in-user", "show", "--query", "id", "--output", "tsv"]
                : ["ad", "sp", "show", "--id", user.GetProperty("name").GetString()!, "--query", "id", "--output", "tsv"],
            cancellationToken);
        if (!answer.Succeeded)
            deployment.Say("    Your object id in the directory cannot be read, so that you get no role to upload the sample with; Storage Blob Data Contributor on the data account is the one.");
        return new Principal(answer.Succeeded ? answer.Output.Trim() : null, isUser ? "User" : "ServicePrincipal");
    }
}
