using ServerlessRetail.IntegrationTests.Docs;

namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class TelemetryTests
{
    private const string QueryRule = "Microsoft.Insights/scheduledQueryRules";

    private static IEnumerable<string> Queries => Snapshot.Prod.OfType(QueryRule)
        .Select(rule => (string)rule["properties"]!["criteria"]!["allOf"]![0]!["query"]!);

    [Fact]
    public async Task Comes_in_by_identity_only()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.All(template.OfType("Microsoft.Insights/components"), component =>
            Assert.True((bool)component["properties"]!["DisableLocalAuth"]!));
        Assert.All(template.OfType("Microsoft.OperationalInsights/workspaces"), workspace =>
            Assert.True((bool)workspace["properties"]!["features"]!["disableLocalAuth"]!));
    }

    [Theory]
    [InlineData("dev", 30, 1)]
    [InlineData("prod", 90, 5)]
    public void Is_kept_for_as_long_and_taken_in_up_to_as_much_as_the_environment_says(string environment, int days, int capGB)
    {
        var properties = Snapshot.Of(environment).Single("Microsoft.OperationalInsights/workspaces")["properties"]!;

        Assert.Equal((days, capGB), ((int)properties["retentionInDays"]!, (int)properties["workspaceCapping"]!["dailyQuotaGb"]!));
    }

    [Fact]
    public void The_app_and_what_is_done_to_the_data_are_logged()
    {
        var logged = Snapshot.Prod.OfType("Microsoft.Insights/diagnosticSettings").Select(setting => (string)setting["id"]!).ToList();

        Assert.Contains(logged, id => id.Contains("/sites/", StringComparison.Ordinal));
        Assert.Contains(logged, id => id.Contains("/stretail", StringComparison.Ordinal) && id.Contains("/blobServices/", StringComparison.Ordinal));
        Assert.Equal(2, logged.Count(id => id.Contains("/queueServices/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Docs_list_every_alert()
    {
        var rules = Snapshot.Prod.OfType(QueryRule).Concat(Snapshot.Prod.OfType("Microsoft.Insights/metricAlerts"))
            .Select(rule => string.Join('-', ((string)rule["name"]!).Split('-').Skip(3)));

        Assert.Equal(rules.Order(StringComparer.Ordinal), MarkdownPage.Read("docs/operations.md").Keys("Alerts"));
    }

    [Fact]
    public void Alerts_ask_for_metrics_that_the_library_emits()
    {
        var asked = Queries.SelectMany(query => query.Split('"')).Where(text => text.StartsWith("serverlessretail.", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(asked);
        Assert.Subset(Emitted.Instruments.Concat(Emitted.Attributes).ToHashSet(), asked.ToHashSet());
    }

    [Fact]
    public void Every_alert_tells_the_action_group() =>
        Assert.All(
            Snapshot.Prod.OfType(QueryRule).Concat(Snapshot.Prod.OfType("Microsoft.Insights/metricAlerts")),
            rule => Assert.Contains("ag-retail-", rule["properties"]!["actions"]!.ToJsonString(), StringComparison.Ordinal));

    [Fact]
    public void The_budget_tells_before_the_money_is_spent()
    {
        var budget = Snapshot.Prod.Single("Microsoft.Consumption/budgets")["properties"]!;

        Assert.Equal("Monthly", (string?)budget["timeGrain"]);
        Assert.Contains(budget["notifications"]!.AsObject(), notification => (int)notification.Value!["threshold"]! < 100);
        Assert.Equal(0, Snapshot.Dev.Count("Microsoft.Consumption/budgets"));
    }
}
