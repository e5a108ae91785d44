namespace ServerlessRetail.IntegrationTests.Infra.Deploy;

/// <summary>What goes wrong names its cause and the next command, and nothing after it is done.</summary>
public sealed class DeployRefusalTests : IDisposable
{
    private readonly AzStandIn _az = new();

    public void Dispose() => _az.Dispose();

    [Fact]
    public async Task Not_signed_in()
    {
        var run = await _az.Answer("az account show", Recorded.Error("ERROR: Please run 'az login' to setup account.")).RunAsync(Subscription.Up);

        AssertRefused(run, "NotSignedIn", "Run 'az login'");
        Assert.Single(_az.Calls);
    }

    [Fact]
    public async Task Another_subscription_than_the_one_that_is_meant()
    {
        var run = await _az.AnswerAll().RunAsync([.. Subscription.Up, "--subscription", "0000-2"]);

        AssertRefused(run, "az is set to the subscription Shop (0000-1)", "az account set --subscription 0000-2");
    }

    [Fact]
    public async Task A_right_to_assign_roles_that_is_missing()
    {
        var run = await _az
            .Answer("providers/Microsoft.Authorization/permissions", new Recorded("""{ "value": [ { "actions": ["*"], "notActions": ["Microsoft.Authorization/*/Write"] } ] }"""))
            .AnswerAll().RunAsync(Subscription.Up);

        AssertRefused(run, "MayNotAssignRoles", "az role assignment create");
    }

    [Fact]
    public async Task A_region_without_Flex_Consumption()
    {
        var run = await _az.AnswerAll().RunAsync("up", "--resource-group", "rg-1", "--location", "antarctica");

        AssertRefused(run, "RegionWithoutFlexConsumption", "northeurope, westeurope");
    }

    [Fact]
    public async Task A_provider_that_may_not_be_registered()
    {
        var run = await _az
            .Answer("az provider list", new Recorded("[]"))
            .Answer("az provider register", Recorded.Error("ERROR: (AuthorizationFailed) …"))
            .AnswerAll().RunAsync(Subscription.Up);

        AssertRefused(run, "ProviderNotRegistered", "az provider register --wait --namespace Microsoft.App");
    }

    [Fact]
    public async Task A_data_account_that_is_closed_to_this_computer()
    {
        await using var app = await DeployedApp.StartAsync();

        var run = await _az
            .Answer("storage blob upload", Recorded.Error("ERROR: The request may be blocked by network rules of storage account."))
            .AnswerAll(app.Url).RunAsync("finish", "--resource-group", "rg-1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("StorageClosed", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--without-sample", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NameTaken", "(StorageAccountAlreadyTaken) The storage account named st1 is already taken.", "environmentName")]
    [InlineData("NameTaken", "(Conflict) Website with given name func-1 already exists.", "environmentName")]
    [InlineData("QuotaExceeded", "(SubscriptionIsOverQuotaForSku) This region has quota of 0 instances for your subscription.", "Quotas")]
    [InlineData("MayNotAssignRoles", "(AuthorizationFailed) The client does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/write' over scope.", "az role assignment create")]
    [InlineData("ProviderNotRegistered", "(MissingSubscriptionRegistration) The subscription is not registered to use namespace 'Microsoft.Web'.", "az provider register")]
    [InlineData("RegionWithoutFlexConsumption", "(LocationNotAvailableForResourceType) The provided location is not available for resource type 'Microsoft.Web/serverfarms'.", "--location")]
    [InlineData("RoleAssignmentExists", "(RoleAssignmentExists) The role assignment already exists.", "az role assignment list")]
    [InlineData("PolicyForbids", "(RequestDisallowedByPolicy) Resource 'st1' was disallowed by policy.", "policy")]
    [InlineData("", "(SomethingNew) Nobody has seen this before.", "SomethingNew")]
    public async Task What_Azure_refuses(string code, string said, string remedy)
    {
        var run = await _az.Answer("--name main --parameters", Recorded.Error($"WARNING: noise\nERROR: {said}")).AnswerAll().RunAsync(Subscription.Up);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(code.Length == 0 ? "The deployment failed." : $"The deployment failed ({code}).", run.Errors, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, _az.CountOf("--name main --parameters"));
        Assert.Equal(0, _az.CountOf("config-zip"));
    }

    [Theory]
    [InlineData("There is no \"fly\".", "fly")]
    [InlineData("--location needs a value.", "up", "--location")]
    [InlineData("Which resource group?", "down")]
    public async Task A_command_line_that_is_none(string message, params string[] arguments)
    {
        var run = await _az.AnswerAccount().RunAsync(arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    private void AssertRefused(CommandResult run, string cause, string remedy)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(cause, run.Errors, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _az.CountOf("az group create"));
        Assert.Equal(0, _az.CountOf("--name main"));
    }
}
