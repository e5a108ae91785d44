namespace ServerlessRetail.Deploy.Azure;

/// <summary>Tells the cause and the remedy of what az prints when it fails.</summary>
internal static class KnownFailures
{
    private const int ErrorLinesShown = 6;

    private const string RunAgain = "Then run the same command again.";

    /// <summary>The more telling ones first: Azure wraps one error into another.</summary>
    public static IReadOnlyList<KnownFailure> All { get; } =
    [
        new("NotSignedIn", ["az login", "AADSTS700082", "AADSTS50173", "AADSTS50078", "InteractionRequired", "ExpiredAuthenticationToken"],
            "You are not signed in, or your sign-in has run out.", $"Run 'az login'. {RunAgain}"),
        new("WrongTenant", ["InvalidAuthenticationTokenTenant"],
            "The subscription belongs to another directory than the one you are signed in to.", $"Run 'az login --tenant <directory of the subscription>'. {RunAgain}"),
        new("SubscriptionNotFound", ["SubscriptionNotFound", "doesn't exist in cloud", "No subscription found"],
            "There is no such subscription among those of your account.", "Run 'az account list --output table', then name one of them with --subscription."),
        new("MayNotAssignRoles", ["Microsoft.Authorization/roleAssignments/write", "RoleAssignmentUpdateNotPermitted"],
            "You may not assign roles there, and the app's identity needs some.",
            $"Have somebody with Owner give you the role: az role assignment create --role 'Role Based Access Control Administrator' --assignee <you> --scope <resource group>. {RunAgain}"),
        new("MayNotDeploy", ["AuthorizationFailed"],
            "You may not create resources there.", $"Have somebody with Owner give you the role Contributor on the resource group. {RunAgain}"),
        new("ProviderNotRegistered", ["MissingSubscriptionRegistration", "SubscriptionNotRegistered", "NoRegisteredProviderFound"],
            "The subscription does not use one of the kinds of resources yet.", $"Run 'az provider register --wait --namespace <the one that is named below>'. {RunAgain}"),
        new("NameTaken", ["StorageAccountAlreadyTaken", "StorageAccountAlreadyExists", "Website with given name", "WebsiteAlreadyExists"],
            "A name that must be unique in all of Azure is taken.", "Give another environmentName in the parameter file, which all names are derived from, and run the same command again."),
        new("RegionWithoutFlexConsumption", ["LocationNotAvailableForResourceType", "does not support Flex", "FlexConsumption is not available", "not available in this region"],
            "The region does not have all that is needed.", "Choose one of 'az functionapp list-flexconsumption-locations --runtime dotnet-isolated --output table' and name it with --location, in a new resource group."),
        new("QuotaExceeded", ["QuotaExceeded", "SubscriptionIsOverQuotaForSku", "exceeding approved", "MaxStorageAccountsCountPerSubscriptionExceeded"],
            "The subscription's quota for the region is used up.", "Ask for more in the portal under Quotas, or take another region with --location, in a new resource group."),
        new("PolicyForbids", ["RequestDisallowedByPolicy"],
            "A policy of your organisation forbids a resource as it is described.", "Show the message below to whoever owns the policy; network and tags can be set in the parameter file."),
        new("GroupBeingDeleted", ["ResourceGroupBeingDeleted", "is in deprovisioning state"],
            "The resource group is still being deleted.", "Wait for 'az group exists' to say false, or take another group.", IsTransient: true),
        new("DeploymentActive", ["DeploymentActive", "AnotherOperationInProgress", "is currently being"],
            "An earlier deployment is still under way.", "It can be watched with 'az deployment group list'. Run the same command again when it is over.", IsTransient: true),
        new("RoleAssignmentExists", ["RoleAssignmentExists"],
            "A role was assigned by hand, or by an earlier attempt with other names.", "Run 'az role assignment list --all --assignee <identity>', delete the one on this resource, and run the same command again."),
        new("IdentityNotKnownYet", ["PrincipalNotFound"],
            "The directory does not know the new identity everywhere yet.", "Run the same command again in some minutes.", IsTransient: true),
        new("RoleNotInForceYet", ["AuthorizationPermissionMismatch", "do not have the required permissions needed to perform this operation"],
            "The role is assigned and not in force everywhere yet.", "That may take ten minutes. Run the same command again.", IsTransient: true),
        new("StorageClosed", ["AuthorizationFailure", "not authorized to perform this operation", "blocked by network rules"],
            "The data account is closed to this computer's address.", "Let it in with RETAIL_UPLOAD_IP_ADDRESSES and 'up', or end without an upload: --without-sample."),
        new("AppNotLoadedYet", ["'blobs_extension' doesn't exist", "blobs_extension", "ServiceUnavailable", "Host keys"],
            "The app has not loaded its blob trigger yet.", "'az functionapp function list' must show TrainModel: if not, the code is not deployed or does not start. Then run the same command again.", IsTransient: true),
        new("WebhookNotReady", ["Webhook validation handshake failed", "validation handshake", "Url validation"],
            "The app does not answer Event Grid yet.", "'az functionapp function list' must show TrainModel: if not, the code is not deployed or does not start. Then run the same command again.", IsTransient: true),
        new("PackageNotTaken", ["Deployment endpoint responded with status code 5", "ScmHostName", "SCM site"],
            "The app did not take the code.", "Right after provisioning its roles may not be in force yet. Run the same command again in some minutes.", IsTransient: true),
        new("NetworkFails", ["ConnectionError", "Max retries exceeded", "Name or service not known", "getaddrinfo failed"],
            "Azure does not answer.", $"Check the network and the proxy (HTTPS_PROXY). {RunAgain}", IsTransient: true),
    ];

    public static KnownFailure? Of(AzResult result) =>
        All.FirstOrDefault(failure => failure.Texts.Any(text => result.Errors.Contains(text, StringComparison.OrdinalIgnoreCase)));

    /// <param name="what">What was tried.</param>
    public static DeployException Explain(AzResult result, string what)
    {
        var lines = result.Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("WARNING:", StringComparison.Ordinal))
            .TakeLast(ErrorLinesShown)
            .Select(line => $"{Environment.NewLine}    {line}");
        var failure = Of(result);
        var explanation = failure is null
            ? "The cause is in what az said. It can be run again."
            : $"{failure.Cause} {failure.Remedy}";
        return new DeployException(
            $"{what} failed{(failure is null ? "" : $" ({failure.Code})")}. {explanation}{Environment.NewLine}  az said (exit code {result.ExitCode}):{string.Concat(lines)}");
    }
}
