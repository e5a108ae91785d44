using ServerlessRetail.Diagnostics;
using ServerlessRetail.LocalHost.Doctor;

namespace ServerlessRetail.IntegrationTests.Doctor;

/// <summary>The wiring of an app in Azure, out of recorded answers of the Azure CLI.</summary>
public sealed class EventGridTests : IDisposable
{
    private const string Key = "c2VjcmV0LW9mLXRoZS1ob3N0LXNlY3JldC1vZi10aGUtaG9zdA==";
    private const string Apps = """[ { "name": "func-other", "resourceGroup": "rg-other", "defaultHostName": "func-other.azurewebsites.net" }, { "name": "func-1", "resourceGroup": "rg-1", "defaultHostName": "func-1.azurewebsites.net" } ]""";
    private const string Topics = """[ { "name": "evgt-st1", "topicType": "microsoft.storage.storageaccounts", "provisioningState": "Succeeded" } ]""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_is_wired()
    {
        var (key, subscription) = await LookAsync(Subscription("Succeeded"), $$"""{ "systemKeys": { "blobs_extension": "{{Key}}" } }""");

        Assert.Equal((CheckState.Ok, CheckState.Ok), (key.State, subscription.State));
        Assert.DoesNotContain(Key, key.ToString(), StringComparison.Ordinal);
        Assert.Contains("eventgrid system-topic event-subscription list --resource-group rg-1 --system-topic-name evgt-st1 --output json", await File.ReadAllLinesAsync(_folder.Combine("calls"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_subscription_failed()
    {
        var (_, subscription) = await LookAsync(Subscription("Failed"));

        Assert.Equal(CheckCodes.SubscriptionFailed, subscription.Code);
        Assert.Contains("train-model is Failed", subscription.Detail, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project infra/deploy -- subscribe --resource-group rg-1", subscription.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[ { "name": "of-another", "destination": { "endpointBaseUrl": "https://func-other.azurewebsites.net/runtime/webhooks/blobs" }, "filter": { "subjectBeginsWith": "/blobServices/default/containers/datasets/" }, "provisioningState": "Succeeded" } ]""")]
    public async Task The_subscription_is_missing(string subscriptions)
    {
        var (_, subscription) = await LookAsync(subscriptions);

        Assert.Equal((CheckState.Failed, CheckCodes.SubscriptionMissing), (subscription.State, subscription.Code));
        Assert.StartsWith("dotnet run --project infra/deploy -- subscribe", subscription.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_has_no_slash_at_its_end() =>
        Assert.Equal(CheckCodes.SubscriptionFilter, (await LookAsync(Subscription("Succeeded", end: ""))).Subscription.Code);

    [Fact]
    public async Task The_system_key_is_missing()
    {
        var (key, _) = await LookAsync(Subscription("Succeeded"), """{ "systemKeys": {}, "functionKeys": { "default": "x" } }""");

        Assert.Equal((CheckState.Failed, CheckCodes.SystemKeyMissing), (key.State, key.Code));
        Assert.Contains("az functionapp keys list --resource-group rg-1 --name func-1", key.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_subscription_is_signed_in()
    {
        var (_, subscription) = await LookAsync("[]", apps: "[]");

        Assert.Equal(CheckCodes.AppNotFound, subscription.Code);
        Assert.Contains("az account set", subscription.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_signed_in()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        await StandInProgram.WriteAsync(_folder.Combine("az"), "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");

        var result = await App().JudgeSubscriptionAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CheckCodes.AzureCliFailed, "az login"), (result.Code, result.Remedy));
    }

    [Fact]
    public async Task Without_the_CLI_that_is_said()
    {
        var app = new AzureApp(new Uri("https://func-1.azurewebsites.net"), DoctorEnvironment.Current(_folder.Path) with { Path = "" });

        var result = await app.JudgeSystemKeyAsync(TestContext.Current.CancellationToken);

        Assert.Equal(CheckState.Skipped, result.State);
        Assert.Contains("(az) is not on the path", result.Detail, StringComparison.Ordinal);
    }

    private static string Subscription(string state, string end = "/") => $$"""
        [ {
          "name": "train-model", "provisioningState": "{{state}}", "eventDeliverySchema": "EventGridSchema",
          "destination": { "endpointType": "WebHook", "endpointBaseUrl": "https://func-1.azurewebsites.net/runtime/webhooks/blobs", "endpointUrl": null },
          "filter": { "includedEventTypes": ["Microsoft.Storage.BlobCreated"], "subjectBeginsWith": "/blobServices/default/containers/datasets{{end}}" }
        } ]
        """;

    private AzureApp App() => new(
        new Uri("https://func-1.azurewebsites.net"), DoctorEnvironment.Current(_folder.Path) with { Path = _folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") });

    private async Task<(CheckResult Key, CheckResult Subscription)> LookAsync(string subscriptions, string keys = "{}", string apps = Apps)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        var cancellationToken = TestContext.Current.CancellationToken;
        foreach (var (name, json) in new[] { ("apps", apps), ("keys", keys), ("topics", Topics), ("subscriptions", subscriptions) })
            await File.WriteAllTextAsync(_folder.Combine(name), json, cancellationToken);
        await StandInProgram.WriteAsync(_folder.Combine("az"), $"""
            cd '{_folder.Path}'
            echo "$*" >> calls
            case "$*" in
              "functionapp list "*) cat apps ;;
              "functionapp keys list "*) cat keys ;;
              "eventgrid system-topic list "*) cat topics ;;
              "eventgrid system-topic event-subscription list "*) cat subscriptions ;;
              *) echo "ERROR: no answer recorded for $*" >&2; exit 2 ;;
            esac
            """);
        return (await App().JudgeSystemKeyAsync(cancellationToken), await App().JudgeSubscriptionAsync(cancellationToken));
    }
}
