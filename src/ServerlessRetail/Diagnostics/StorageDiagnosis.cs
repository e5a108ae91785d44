using System.Net.Sockets;
using System.Security.Authentication;
using System.Xml;
using Azure;
using Azure.Identity;

namespace ServerlessRetail.Diagnostics;

/// <summary>From what the storage SDK throws to the cause and its remedy.</summary>
internal sealed class StorageDiagnosis(StorageTarget target, TimeProvider time)
{
    /// <summary>Storage refuses requests whose time is further away than that.</summary>
    public static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(15);

    /// <summary>Answers that only somebody who is let in gets: what is asked for is not there, or not allowed to this one.</summary>
    public static bool LetsIn(RequestFailedException exception) =>
        exception.ErrorCode is "ContainerNotFound" or "ContainerBeingDeleted" or "QueueNotFound" || IsNotPermitted(exception);

    /// <summary>A refusal of this one action to somebody who is let in.</summary>
    public static bool IsNotPermitted(RequestFailedException exception) =>
        exception.ErrorCode is "AuthorizationPermissionMismatch" or "AuthorizationResourceTypeMismatch" or "InsufficientAccountPermissions";

    public static TimeSpan? SkewOf(Response response, TimeProvider time) =>
        response.Headers.Date is { } date ? time.GetUtcNow() - date : null;

    /// <param name="service">blob or queue.</param>
    public CheckResult Explain(Exception exception, string service)
    {
        var uri = service == "queue" ? target.Queues.Uri : target.Blobs.Uri;
        var result = exception switch
        {
            AuthenticationFailedException => NotSignedIn(),
            RequestFailedException { Status: > 0 } refused => ExplainAnswer(refused, service),
            _ => ExplainSilence(exception, service),
        };
        return result with { Place = uri.Authority, Account = target.Account };
    }

    private CheckResult ExplainAnswer(RequestFailedException refused, string service) => (refused.Status, refused.ErrorCode) switch
    {
        _ when target.Token is { IsCutInEscape: true } => TokenRefused(service),
        (400, "InvalidHeaderValue") => CheckResult.Failed(
            CheckCodes.ApiVersion, $"The {service} service does not know this version of the storage protocol: an Azurite that was started without --skipApiVersionCheck.",
            "Start it again with the switch: npx azurite --skipApiVersionCheck"),
        (400, "AccountRequiresHttps") or (403, "AuthorizationProtocolMismatch") => CheckResult.Failed(
            CheckCodes.HttpsRequired, $"{target.Setting} says http, and the account takes https only.",
            $"Write https in {target.Setting} (DefaultEndpointsProtocol=https)."),
        (403, "AuthorizationFailure") when !IsAzurite(refused) => CheckResult.Failed(
            CheckCodes.Firewall, $"The {service} service lets nobody in from this network: the account's firewall.",
            "Allow this computer's address: az storage account network-rule add --account-name <account> --ip-address <address>, or ask from a network that is allowed."),
        (403, "AuthorizationSourceIPMismatch") => CheckResult.Failed(
            CheckCodes.Firewall, "The shared access signature is for other addresses than this computer's.",
            "Make a token without --ip, or ask from an address that it names."),
        (403, "AuthenticationFailed" or "AuthorizationFailure" or "InvalidAuthenticationInfo") or (401, _) => ExplainRefusal(refused, service),
        (403, "KeyBasedAuthenticationNotPermitted") => CheckResult.Failed(
            CheckCodes.KeysOff, "The account has its keys switched off, and lets in identities only.",
            $"Use an identity: remove {target.Setting}; set {target.Setting}__blobServiceUri=https://<account>.blob.core.windows.net and {target.Setting}__queueServiceUri=https://<account>.queue.core.windows.net; then az login."),
        (403, "AuthorizationServiceMismatch") => CheckResult.Failed(
            CheckCodes.TokenTooNarrow, $"The shared access signature is not for the {service} service.", NewToken),
        _ when IsNotPermitted(refused) => NotPermitted($"use the {service} service", service),
        (403 or 409, "AccountIsDisabled") => CheckResult.Failed(
            CheckCodes.AccountDisabled, "The account is disabled: the subscription is, or its payment is overdue.",
            "Look at the subscription's state: az account show --query state"),
        (404, "ContainerNotFound") => CheckResult.Failed(
            CheckCodes.ContainerMissing, "A container is missing.", "az storage container create --auth-mode login --account-name <account> --name <container>"),
        _ when !refused.GetRawResponse()!.Headers.Contains("x-ms-request-id") => NotStorage(service),
        _ => CheckResult.Failed(
            CheckCodes.Unexpected, $"The {service} service answers {refused.Status} {refused.ErrorCode}.",
            "Look the code up: https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes"),
    };

    /// <summary>A refusal that has one name and four causes.</summary>
    private CheckResult ExplainRefusal(RequestFailedException refused, string service)
    {
        if (refused.GetRawResponse() is { } response && SkewOf(response, time) is { } skew && skew.Duration() >= ToleratedSkew)
            return ClockCheck.Skewed(skew);

        var now = time.GetUtcNow();
        return target switch
        {
            { Token.ExpiresAt: { } end } when end <= now => CheckResult.Failed(
                CheckCodes.TokenExpired, $"The shared access signature in {target.Setting} expired at {end:u}.", NewToken),
            { Token.StartsAt: { } start } when start > now => CheckResult.Failed(
                CheckCodes.TokenExpired, $"The shared access signature in {target.Setting} holds from {start:u} on.", "Wait, or make one that holds now. " + NewToken),
            { SignIn: StorageSignIn.Token } => TokenRefused(service),
            { SignIn: StorageSignIn.Identity } => CheckResult.Failed(
                CheckCodes.NotSignedIn, $"The {service} service does not accept the identity of {target.Setting}: it is of another tenant, or its sign-in has ended.",
                "Sign in to the account's tenant: az login --tenant <tenant>"),
            _ => CheckResult.Failed(
                CheckCodes.WrongKey, $"The account key in {target.Setting} is not this account's: mistyped, or renewed since.",
                target.IsLocal
                    ? $"Azurite's account needs no key of your own: set {target.Setting} to UseDevelopmentStorage=true"
                    : $"Put into {target.Setting} what this prints: az storage account show-connection-string --name <account> --query connectionString --output tsv"),
        };
    }

    /// <param name="what">What is not allowed, to follow "may not".</param>
    public CheckResult NotPermitted(string what, string service)
    {
        var result = target.SignIn == StorageSignIn.Identity
            ? CheckResult.Failed(
                CheckCodes.RoleMissing, $"The identity of {target.Setting} may not {what}: a role is missing, or was given minutes ago and does not hold yet.",
                $"az role assignment create --role \"{(service == "queue" ? "Storage Queue Data Contributor" : "Storage Blob Data Owner")}\" --assignee <client id or user> "
                + "--scope \"$(az storage account show --name <account> --query id --output tsv)\", then wait some minutes")
            : CheckResult.Failed(CheckCodes.TokenTooNarrow, $"The shared access signature in {target.Setting} may not {what}{Permissions}.", NewToken);
        return result with { Account = target.Account };
    }

    private string Permissions => target.Token?.Permissions is { } letters ? $": it permits {letters}, and {SharedAccessToken.NeededPermissions} are needed" : "";

    private string NewToken =>
        $"Make a new one, and put it into {target.Setting}: az storage account generate-sas --account-name <account> --services bq "
        + $"--resource-types sco --permissions {SharedAccessToken.NeededPermissions} --expiry <date> --output tsv";

    private CheckResult TokenRefused(string service) => CheckResult.Failed(
        CheckCodes.TokenRefused, $"The {service} service does not accept the shared access signature in {target.Setting}: it was cut or changed, or the key that it was signed with has been renewed.", NewToken);

    private CheckResult NotSignedIn() => CheckResult.Failed(
        CheckCodes.NotSignedIn, $"{target.Setting} names an identity, and none can sign in here.",
        $"On a laptop: az login. In Azure: assign the identity to the app, and set {target.Setting}__credential=managedidentity and {target.Setting}__clientId.");

    private CheckResult ExplainSilence(Exception exception, string service)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Refused(service);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return CheckResult.Failed(
                        CheckCodes.HostNotFound, $"There is no host of the {service} service's name: the account in {target.Setting} is misspelt or deleted, or this network's DNS does not know it (private endpoint).",
                        $"Compare {target.Setting} with the accounts there are: az storage account list --query \"[].name\" --output tsv");
                case AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return CheckResult.Failed(
                        CheckCodes.HttpsNotSpoken, $"{target.Setting} says https, and no trusted TLS is spoken there.",
                        target.IsLocal
                            ? $"Azurite speaks http unless told otherwise: write http in {target.Setting}, or set it to UseDevelopmentStorage=true"
                            : "Look whether a proxy stands between, and whether its certificate is trusted here: openssl s_client -connect <host>:443");
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded } or XmlException:
                    return NotStorage(service);
                case TaskCanceledException or TimeoutException:
                    return CheckResult.Failed(
                        CheckCodes.Timeout, $"The {service} service did not answer in time.",
                        "Look whether a firewall or a proxy drops the connection: curl -v the address.");
            }
        }
        return CheckResult.Failed(
            CheckCodes.Unexpected, $"The {service} service gave no answer that can be understood ({exception.GetType().Name}).",
            $"Compare the address in {target.Setting} with: az storage account show --name <account> --query primaryEndpoints");
    }

    private CheckResult Refused(string service) => CheckResult.Failed(
        CheckCodes.Refused, $"Nothing listens at the {service} service's address.",
        target.IsLocal
            ? "Start Azurite with all its services: npx azurite --skipApiVersionCheck (azurite-blob alone has no queues)"
            : $"Compare the address in {target.Setting} with: az storage account show --name <account> --query primaryEndpoints");

    private CheckResult NotStorage(string service) => CheckResult.Failed(
        CheckCodes.NotStorage, $"What answers at the {service} service's address is no storage service.",
        $"Compare the address and port in {target.Setting} with what was meant; Azurite has blobs on 10000 and queues on 10001.");

    private static bool IsAzurite(RequestFailedException refused) =>
        refused.GetRawResponse() is { } response && response.Headers.TryGetValue("Server", out var server) && server.StartsWith("Azurite", StringComparison.Ordinal);
}
