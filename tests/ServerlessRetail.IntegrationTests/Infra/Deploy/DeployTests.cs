using ServerlessRetail.Deploy.Steps;

namespace ServerlessRetail.IntegrationTests.Infra.Deploy;

/// <summary>The deployment program against recorded answers of az.</summary>
public sealed class DeployTests : IDisposable
{
    private readonly AzStandIn _az = new();

    public void Dispose() => _az.Dispose();

    [Fact]
    public async Task Goes_from_an_empty_subscription_to_a_scored_customer()
    {
        await using var app = await DeployedApp.StartAsync();

        var run = await _az.AnswerPublish().AnswerAll(app.Url).RunAsync(Subscription.Up);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(1, _az.CountOf("az group create --name rg-1 --location westeurope"));
        Assert.Equal(1, _az.CountOf("main.dev.bicepparam --parameters uploaderPrincipalId=object-1 uploaderPrincipalType=User"));
        Assert.Equal(1, _az.CountOf("functionAppName=func-1 storageAccountName=st1"));
        Assert.Contains("read       4988 rows", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"probability\":0.93", run.Output, StringComparison.Ordinal);
        Assert.Contains("Ready: http://127.0.0.1:", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_for_the_webhook_that_does_not_answer_three_times()
    {
        await using var app = await DeployedApp.StartAsync();
        var handshake = Recorded.Error("ERROR: {\"code\": \"Url validation\", \"message\": \"Webhook validation handshake failed for https://func-1.azurewebsites.net/runtime/webhooks/blobs. Http POST request failed with response code NotFound.\"}");

        var run = await _az.Answer("--name events", handshake, handshake, handshake, Recorded.Nothing).AnswerAll(app.Url).RunAsync("finish", "--resource-group", "rg-1");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(4, _az.CountOf("--name events"));
        Assert.Contains("Subscribing, attempt 3 of 20: The app does not answer Event Grid yet.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_on_the_webhook_and_says_what_to_look_at()
    {
        var run = await _az
            .Answer("--name events", Recorded.Error("ERROR: The language expression property 'blobs_extension' doesn't exist, available properties are ''."))
            .AnswerAll().RunAsync("finish", "--resource-group", "rg-1");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(20, _az.CountOf("--name events"));
        Assert.Contains("az functionapp function list", run.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _az.CountOf("storage blob upload"));
    }

    [Fact]
    public async Task Believes_azd_what_it_has_deployed()
    {
        await using var app = await DeployedApp.StartAsync();
        _az.Variables["AZURE_RESOURCE_GROUP"] = "rg-2";
        _az.Variables["AZURE_SUBSCRIPTION_ID"] = "0000-1";
        _az.Variables["AZURE_FUNCTION_APP_NAME"] = "func-2";
        _az.Variables["AZURE_FUNCTION_APP_URL"] = app.Url;
        _az.Variables["AZURE_STORAGE_ACCOUNT_NAME"] = "st2";

        var run = await _az.AnswerAll().RunAsync("finish");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(0, _az.CountOf("deployment group show"));
        Assert.Equal(1, _az.CountOf("--resource-group rg-2 --name events"));
        Assert.Equal(1, _az.CountOf("functionAppName=func-2 storageAccountName=st2"));
    }

    [Fact]
    public async Task Waits_until_the_role_on_the_data_is_in_force()
    {
        await using var app = await DeployedApp.StartAsync();

        var run = await _az
            .Answer("storage blob upload", Recorded.Error("ERROR: \nYou do not have the required permissions needed to perform this operation."), new Recorded("""{ "etag": "\"0x1\"" }"""))
            .AnswerAll(app.Url).RunAsync("finish", "--resource-group", "rg-1");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(2, _az.CountOf("storage blob upload"));
    }

    [Fact]
    public async Task Takes_up_a_half_finished_attempt_where_it_stopped()
    {
        await using var app = await DeployedApp.StartAsync();
        var active = Recorded.Error("ERROR: (DeploymentActive) The deployment with resource id '…/main' cannot be saved, because this would overwrite an existing deployment which is still active.");

        var run = await _az
            .AnswerPublish()
            .Answer("az group exists", new Recorded("true\n"))
            .Answer("az group show", new Recorded("\"westeurope\""))
            .Answer("--name main --parameters", active, Recorded.Error("ERROR: (PrincipalNotFound) Principal 1 does not exist in the directory 2."), Recorded.Nothing)
            .AnswerAll(app.Url).RunAsync("up", "--resource-group", "rg-1");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(0, _az.CountOf("az group create"));
        Assert.Equal(3, _az.CountOf("--name main --parameters"));
    }

    [Fact]
    public async Task Registers_the_providers_that_are_missing()
    {
        var run = await _az.Answer("az provider list", new Recorded("""["Microsoft.App", "Microsoft.Authorization", "Microsoft.Consumption", "Microsoft.Insights", "Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.OperationalInsights", "Microsoft.Storage", "Microsoft.Web"]"""))
            .Answer("az provider register --namespace Microsoft.EventGrid --wait", Recorded.Nothing)
            .AnswerAll().RunAsync("check", "--resource-group", "rg-1", "--location", "westeurope");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(1, _az.CountOf("az provider register"));
    }

    [Fact]
    public async Task A_training_that_fails_is_told_with_its_reason()
    {
        await using var app = await DeployedApp.StartAsync(lastState: "rejected");

        var run = await _az.AnswerAll(app.Url).RunAsync("finish", "--resource-group", "rg-1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ended as rejected (because): In a sentence.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_is_not_ready_is_told_with_the_causes_that_it_names()
    {
        await using var app = await DeployedApp.StartAsync(isReady: false);

        var run = await _az.AnswerAll(app.Url).RunAsync("finish", "--resource-group", "rg-1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("blobPermissions (roleMissing): A role is missing.", run.Errors, StringComparison.Ordinal);
        Assert.Contains("az role assignment create", run.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _az.CountOf("storage blob upload"));
    }

    [Fact]
    public async Task Ends_with_the_checks_of_the_app_where_storage_is_closed()
    {
        await using var app = await DeployedApp.StartAsync();

        var run = await _az.AnswerAll(app.Url).RunAsync("finish", "--resource-group", "rg-1", "--without-sample");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("release 0.1.0 is ready", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, _az.CountOf("storage blob upload"));
    }

    [Fact]
    public async Task Subscribes_alone()
    {
        var run = await _az.AnswerAll().RunAsync("subscribe", "--resource-group", "rg-1");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("--name events", _az.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knows_the_provider_of_every_resource()
    {
        var main = await CompiledTemplate.BuildAsync("main.bicep");
        var events = await CompiledTemplate.BuildAsync("events.bicep");

        var used = main.Resources.Concat(events.Resources).Select(resource => ((string)resource["type"]!).Split('/')[0]).Distinct();

        Assert.Subset(CheckProviders.Namespaces.ToHashSet(StringComparer.OrdinalIgnoreCase), used.ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_upload_that_nobody_hears_of_is_told()
    {
        await using var app = await DeployedApp.StartAsync();

        var run = await _az.Answer("storage blob upload", new Recorded("""{ "etag": "\"0x9\"" }""")).AnswerAll(app.Url).RunAsync("finish", "--resource-group", "rg-1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("EventsDoNotArrive", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Deletes_only_when_told_so(bool yes, int exitCode)
    {
        var run = await _az
            .Answer("az group exists", new Recorded("true\n"))
            .Answer("az group show", new Recorded("\"westeurope\""))
            .Answer("az resource list", new Recorded("""["Microsoft.Storage/storageAccounts st1"]"""))
            .Answer("az group delete --name rg-1 --yes", Recorded.Nothing)
            .AnswerAccount().RunAsync(["down", "--resource-group", "rg-1", .. yes ? (string[])["--yes"] : []]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(yes ? 1 : 0, _az.CountOf("az group delete"));
        Assert.Contains("Microsoft.Storage/storageAccounts st1", run.Output, StringComparison.Ordinal);
    }
}
