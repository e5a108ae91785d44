using System.Text.Json.Nodes;
using ServerlessRetail.Diagnostics;
using ServerlessRetail.Storage;

namespace ServerlessRetail.LocalHost.Doctor;

/// <summary>What only Azure knows of an app: whether uploads reach it.</summary>
/// <param name="app">Its address.</param>
/// <param name="environment">Where the Azure CLI is.</param>
internal sealed class AzureApp(Uri app, DoctorEnvironment environment)
{
    private const string WebhookPath = "/runtime/webhooks/blobs";
    private const string Subject = $"/blobServices/default/containers/{ContainerNames.Datasets}/";

    private readonly AzureCli _azure = new(environment);

    /// <summary>The key that Event Grid's deliveries carry; it appears when the host has loaded the blob trigger.</summary>
    public Task<CheckResult> JudgeSystemKeyAsync(CancellationToken cancellationToken) => WithAppAsync(async (group, name) =>
    {
        var (keys, fault) = await _azure.AskAsync(cancellationToken, "functionapp", "keys", "list", "--resource-group", group, "--name", name);
        if (fault is not null)
            return fault;
        return Text(keys!["systemKeys"]?["blobs_extension"]) is { Length: > 0 }
            ? CheckResult.Ok("The host has made its key for blob events.")
            : CheckResult.Failed(
                CheckCodes.SystemKeyMissing, "The app has no system key blobs_extension: its host has not loaded the blob trigger, since the code is not deployed or has never run.",
                $"Deploy the code, wake the app with GET /api/health, then look again: az functionapp keys list --resource-group {group} --name {name} --query systemKeys");
    }, cancellationToken);

    /// <summary>The Event Grid subscription that tells the app of uploads.</summary>
    public Task<CheckResult> JudgeSubscriptionAsync(CancellationToken cancellationToken) => WithAppAsync(async (group, _) =>
    {
        var (topics, fault) = await _azure.AskAsync(cancellationToken, "eventgrid", "system-topic", "list", "--resource-group", group);
        if (fault is not null)
            return fault;

        var found = new List<JsonNode>();
        foreach (var topic in topics!.AsArray().Where(topic => IsSame(Text(topic!["topicType"]), "Microsoft.Storage.StorageAccounts")))
        {
            var (subscriptions, topicFault) = await _azure.AskAsync(
                cancellationToken, "eventgrid", "system-topic", "event-subscription", "list", "--resource-group", group, "--system-topic-name", Text(topic!["name"])!);
            if (topicFault is not null)
                return topicFault;
            found.AddRange(subscriptions!.AsArray().OfType<JsonNode>().Where(GoesToApp));
        }
        return Judge(found, $"dotnet run --project infra/deploy -- subscribe --resource-group {group}");
    }, cancellationToken);

    private static CheckResult Judge(List<JsonNode> subscriptions, string subscribe)
    {
        var ofDatasets = subscriptions.Where(subscription => Text(subscription["filter"]?["subjectBeginsWith"])?.StartsWith(Subject.TrimEnd('/'), StringComparison.Ordinal) == true).ToList();
        if (ofDatasets.Count == 0)
        {
            return CheckResult.Failed(
                CheckCodes.SubscriptionMissing, $"No Event Grid subscription tells the app of uploads to {ContainerNames.Datasets}: nothing happens after an upload.", subscribe);
        }

        var subscription = ofDatasets[0];
        var state = Text(subscription["provisioningState"]);
        if (!IsSame(state, "Succeeded"))
        {
            return CheckResult.Failed(
                CheckCodes.SubscriptionFailed, $"The Event Grid subscription {Text(subscription["name"])} is {state}: the app did not answer when Event Grid asked it to identify itself.",
                $"Look that the app is up (appHealth, systemKey), then: {subscribe}");
        }

        var types = subscription["filter"]?["includedEventTypes"]?.AsArray().Select(Text).ToList();
        if (Text(subscription["filter"]?["subjectBeginsWith"]) != Subject || (types is { Count: > 0 } && !types.Contains("Microsoft.Storage.BlobCreated")))
        {
            return CheckResult.Failed(
                CheckCodes.SubscriptionFilter, $"The filter of {Text(subscription["name"])} is not that of infra/events.bicep: subjects must begin with {Subject} (the slash at the end keeps other containers out), and the type be Microsoft.Storage.BlobCreated.", subscribe);
        }
        return CheckResult.Ok($"{Text(subscription["name"])} tells the app of uploads.");
    }

    private bool GoesToApp(JsonNode subscription)
    {
        var destination = subscription["destination"];
        var address = Text(destination?["endpointBaseUrl"]) ?? Text(destination?["endpointUrl"]);
        return Uri.TryCreate(address, UriKind.Absolute, out var endpoint)
            && IsSame(endpoint.Host, app.Host)
            && endpoint.AbsolutePath.StartsWith(WebhookPath, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Finds the app's group and name, which its address does not tell.</summary>
    private async Task<CheckResult> WithAppAsync(Func<string, string, Task<CheckResult>> judge, CancellationToken cancellationToken)
    {
        if (app.IsLoopback)
            return CheckResult.Skipped("A local host has no Event Grid.");
        if (_azure.Program is null)
            return CheckResult.Skipped("Not looked at: the Azure CLI (az) is not on the path; https://aka.ms/azcli");

        var (apps, fault) = await _azure.AskAsync(cancellationToken, "functionapp", "list");
        if (fault is not null)
            return fault;
        var found = apps!.AsArray().FirstOrDefault(candidate => IsSame(Text(candidate!["defaultHostName"]), app.Host));
        return found is null
            ? CheckResult.Failed(
                CheckCodes.AppNotFound, "The subscription that az is signed in to has no app of this address.",
                "az account set --subscription <subscription>; az account list --output table shows which there are")
            : await judge(Text(found["resourceGroup"])!, Text(found["name"])!);
    }

    private static string? Text(JsonNode? node) => (node as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;

    private static bool IsSame(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
