using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessRetail.Functions.Tests;

public sealed class TrainingTriggerTests
{
    private static readonly BlobTriggerAttribute Events = ShellFunction.Named(nameof(TrainModel)).BlobTrigger!;
    private static readonly BlobTriggerAttribute Polling = ShellFunction.Named(nameof(TrainModelPolling)).BlobTrigger!;

    [Fact]
    public void Both_watch_the_same_container_over_the_same_connection()
    {
        Assert.Equal(("datasets/{name}", "DataStorage"), (Events.BlobPath, Events.Connection));
        Assert.Equal((Events.BlobPath, Events.Connection), (Polling.BlobPath, Polling.Connection));
    }

    [Fact]
    public void They_differ_in_the_source()
    {
        Assert.Equal(BlobTriggerSource.EventGrid, Events.Source);
        Assert.Equal(BlobTriggerSource.LogsAndContainerScan, Polling.Source);
    }

    [Fact]
    public void Both_take_the_blob_as_a_client_so_that_its_content_never_crosses_to_the_worker() =>
        Assert.All(
            ShellFunction.All.Where(function => function.BlobTrigger is not null),
            function => Assert.Equal(
                [(typeof(BlobClient), "dataset"), (typeof(string), "name"), (typeof(CancellationToken), "cancellationToken")],
                function.Method.GetParameters().Select(parameter => (parameter.ParameterType, parameter.Name!))));

    [Fact]
    public void A_laptop_polls() =>
        Assert.Equal(("true", "false"), Switches(Repository.ReadJson("local.settings.sample.json")["Values"]!.AsObject()));

    [Fact]
    public void Azure_listens_to_events()
    {
        var settings = Repository.ReadJson("infra/snapshots/main.dev.json")["predictedResources"]!.AsArray()
            .Single(resource => (string?)resource!["type"] == "Microsoft.Web/sites/config")!["properties"]!.AsObject();

        Assert.Equal(("false", "true"), Switches(settings));
    }

    [Fact]
    public void The_event_subscription_names_the_function_and_the_container()
    {
        var events = Repository.ReadText("infra/events.bicep");

        Assert.Contains($"functionName=Host.Functions.{nameof(TrainModel)}&", events, StringComparison.Ordinal);
        Assert.Contains($"/containers/{Events.BlobPath.Split('/')[0]}/'", events, StringComparison.Ordinal);
    }

    private static (string? Events, string? Polling) Switches(System.Text.Json.Nodes.JsonObject settings) =>
        ((string?)settings[$"AzureWebJobs.{nameof(TrainModel)}.Disabled"],
         (string?)settings[$"AzureWebJobs.{nameof(TrainModelPolling)}.Disabled"]);
}
