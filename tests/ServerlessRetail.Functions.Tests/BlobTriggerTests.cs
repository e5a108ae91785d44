using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessRetail.Functions.Tests;

/// <summary>The two pairs of triggers for uploads: of each pair exactly one is on.</summary>
public sealed class BlobTriggerTests
{
    public static TheoryData<string, string, string> Pairs => new()
    {
        { nameof(TrainModel), nameof(TrainModelPolling), "datasets" },
        { nameof(ScoreFile), nameof(ScoreFilePolling), "scoring" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Both_watch_the_same_container_over_the_same_connection(string events, string polling, string container)
    {
        Assert.Equal(($"{container}/{{name}}", "DataStorage"), (TriggerOf(events).BlobPath, TriggerOf(events).Connection));
        Assert.Equal((TriggerOf(events).BlobPath, TriggerOf(events).Connection), (TriggerOf(polling).BlobPath, TriggerOf(polling).Connection));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void They_differ_in_the_source(string events, string polling, string container)
    {
        Assert.StartsWith(container, TriggerOf(events).BlobPath, StringComparison.Ordinal);
        Assert.Equal(BlobTriggerSource.EventGrid, TriggerOf(events).Source);
        Assert.Equal(BlobTriggerSource.LogsAndContainerScan, TriggerOf(polling).Source);
    }

    [Fact]
    public void No_other_function_listens_to_blobs() =>
        Assert.Equal(
            Pairs.SelectMany(pair => new[] { pair.Data.Item1, pair.Data.Item2 }).Order(),
            ShellFunction.All.Where(function => function.BlobTrigger is not null).Select(function => function.Name).Order());

    [Fact]
    public void All_take_the_blob_as_a_client_so_that_its_content_never_crosses_to_the_worker() =>
        Assert.All(
            ShellFunction.All.Where(function => function.BlobTrigger is not null),
            function => Assert.Equal(
                [typeof(BlobClient), typeof(string), typeof(CancellationToken)],
                function.Method.GetParameters().Select(parameter => parameter.ParameterType)));

    [Fact]
    public void The_second_parameter_has_the_name_in_the_path() =>
        Assert.All(
            ShellFunction.All.Where(function => function.BlobTrigger is not null),
            function => Assert.Equal("name", function.Method.GetParameters()[1].Name));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_laptop_polls(string events, string polling, string container)
    {
        Assert.Equal(("true", "false"), Switches(Repository.ReadJson("local.settings.sample.json")["Values"]!.AsObject(), events, polling));
        Assert.NotEmpty(container);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Azure_listens_to_events(string events, string polling, string container)
    {
        var settings = Repository.ReadJson("infra/snapshots/main.dev.json")["predictedResources"]!.AsArray()
            .Single(resource => (string?)resource!["type"] == "Microsoft.Web/sites/config")!["properties"]!.AsObject();

        Assert.Equal(("false", "true"), Switches(settings, events, polling));
        Assert.NotEmpty(container);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_event_subscription_names_the_function_and_the_container(string events, string polling, string container)
    {
        var subscriptions = Repository.ReadText("infra/events.bicep");

        Assert.Contains($"function: '{events}', container: '{container}'", subscriptions, StringComparison.Ordinal);
        Assert.DoesNotContain(polling, subscriptions, StringComparison.Ordinal);
    }

    private static BlobTriggerAttribute TriggerOf(string function) => ShellFunction.Named(function).BlobTrigger!;

    private static (string? Events, string? Polling) Switches(JsonObject settings, string events, string polling) =>
        ((string?)settings[$"AzureWebJobs.{events}.Disabled"], (string?)settings[$"AzureWebJobs.{polling}.Disabled"]);
}
