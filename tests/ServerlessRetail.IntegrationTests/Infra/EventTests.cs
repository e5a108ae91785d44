using System.Text.Json.Nodes;

namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class EventTests
{
    [Fact]
    public async Task Uploads_and_nothing_else_are_subscribed_to()
    {
        var filter = (await SubscriptionAsync())["filter"]!;

        Assert.Matches(@"/containers/\{0\}/', ", (string?)filter["subjectBeginsWith"]);
        Assert.Equal(["Microsoft.Storage.BlobCreated"], filter["includedEventTypes"]!.AsArray().Select(type => (string?)type));
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_tried_for_a_day_and_then_kept()
    {
        var template = await CompiledTemplate.BuildAsync("events.bicep");
        var subscription = await SubscriptionAsync();

        Assert.Equal(24, (int)template.Parameters["hoursToLive"]!["defaultValue"]!);
        Assert.Equal(30, (int)subscription["retryPolicy"]!["maxDeliveryAttempts"]!);
        var deadLetters = subscription["deadLetterWithResourceIdentity"]!;
        Assert.Equal("SystemAssigned", (string?)deadLetters["identity"]!["type"]);
        Assert.Contains(Snapshot.Prod.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"), container =>
            ((string)container["name"]!).EndsWith($"/{deadLetters["deadLetterDestination"]!["properties"]!["blobContainerName"]}", StringComparison.Ordinal));
        Assert.Equal("SystemAssigned", (string?)Snapshot.Prod.Single("Microsoft.EventGrid/systemTopics")["identity"]!["type"]);
    }

    [Fact]
    public async Task Each_function_that_hears_of_events_is_on_and_its_polling_twin_off()
    {
        var template = await CompiledTemplate.BuildAsync("events.bicep");
        var functions = template.Variables["subscriptions"]!.AsArray().Select(subscription => (string)subscription!["function"]!).ToList();

        var disabled = Snapshot.Prod.Settings.Where(setting => setting.Key.EndsWith(".Disabled", StringComparison.Ordinal));

        Assert.Equal(
            functions.SelectMany(name => new[] { ($"AzureWebJobs.{name}.Disabled", "false"), ($"AzureWebJobs.{name}Polling.Disabled", "true") }).Order(),
            disabled.Select(setting => (setting.Key, setting.Value)).Order());
    }

    [Fact]
    public async Task Each_container_that_is_subscribed_to_exists()
    {
        var template = await CompiledTemplate.BuildAsync("events.bicep");

        Assert.All(template.Variables["subscriptions"]!.AsArray(), subscription =>
            Assert.Contains((string)subscription!["container"]!, Storage.ContainerNames.All));
    }

    private static async Task<JsonNode> SubscriptionAsync()
    {
        var template = await CompiledTemplate.BuildAsync("events.bicep");
        return Assert.Single(template.OfType("Microsoft.EventGrid/systemTopics/eventSubscriptions"))["properties"]!;
    }
}
