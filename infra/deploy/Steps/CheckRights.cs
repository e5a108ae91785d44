using System.Text.Json;
using ServerlessRetail.Deploy.Azure;

namespace ServerlessRetail.Deploy.Steps;

/// <summary>Whether the one who is signed in may create resources and assign roles, before anything is created.</summary>
internal sealed class CheckRights : IStep
{
    private static readonly (string Action, string Code)[] Needed =
    [
        ("Microsoft.Resources/deployments/write", "MayNotDeploy"),
        ("Microsoft.Web/sites/write", "MayNotDeploy"),
        ("Microsoft.Authorization/roleAssignments/write", "MayNotAssignRoles"),
    ];

    public string Title => "Permissions";

    public async Task RunAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        if (deployment.Options.ResourceGroup is not { } group)
        {
            // azd asks for the group later; rights may well be given on it alone.
            deployment.Say("    not looked at: no resource group is named yet");
            return;
        }
        var isThere = await ResourceGroups.FindLocationAsync(deployment, cancellationToken) is not null;
        var scope = $"/subscriptions/{deployment.Subscription}{(isThere ? $"/resourceGroups/{group}" : "")}";
        var answer = await AzCli.RunAsync(
            ["rest", "--method", "get", "--url", $"{scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"], cancellationToken);
        var roles = answer.Json().GetProperty("value").EnumerateArray().ToList();
        foreach (var (action, code) in Needed)
        {
            if (roles.Exists(role => Allows(role, action)))
                continue;
            var failure = KnownFailures.All.Single(failure => failure.Code == code);
            throw new DeployException($"Your account may not do {action} in {scope} ({code}). {failure.Cause} {failure.Remedy} Nothing was changed.");
        }
        deployment.Say("    may create resources and assign roles");
    }

    private static bool Allows(JsonElement role, string action) =>
        Names(role, "actions").Any(pattern => Matches(pattern, action)) && !Names(role, "notActions").Any(pattern => Matches(pattern, action));

    private static IEnumerable<string> Names(JsonElement role, string property) =>
        role.TryGetProperty(property, out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];

    /// <summary>Azure's asterisk stands for any characters, slashes too.</summary>
    private static bool Matches(string pattern, string action) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true);
}
