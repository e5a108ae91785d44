using ServerlessRetail.IntegrationTests.Docs;

namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class RoleTests
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
    };

    [Fact]
    public async Task Each_is_held_on_one_resource_and_never_on_the_group_or_the_subscription()
    {
        var template = await CompiledTemplate.BuildAsync("main.bicep");

        Assert.All(template.OfType("Microsoft.Authorization/roleAssignments"), assignment =>
            Assert.StartsWith("[resourceId('Microsoft.", (string?)assignment["scope"], StringComparison.Ordinal));
    }

    [Fact]
    public void Docs_list_each_with_who_holds_it_on_what()
    {
        var assigned = Snapshot.Prod.OfType("Microsoft.Authorization/roleAssignments").Select(assignment => string.Join(
            " | ", Who((string)assignment["properties"]!["principalId"]!), Names[LastPart((string)assignment["properties"]!["roleDefinitionId"]!)], Scope((string)assignment["id"]!)));

        var listed = MarkdownPage.Read("docs/deploy.md").Table("Roles").Select(row => string.Join(" | ", row[0], row[1], row[2]));
        Assert.Equal(assigned.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_an_uploader_only_the_app_and_Event_Grid_hold_any() =>
        Assert.DoesNotContain(Snapshot.Dev.OfType("Microsoft.Authorization/roleAssignments"), assignment =>
            Who((string)assignment["properties"]!["principalId"]!) == "uploader");

    private static string Who(string principalId) =>
        principalId.Contains("userAssignedIdentities", StringComparison.Ordinal) ? "app"
        : principalId.Contains("systemTopics", StringComparison.Ordinal) ? "Event Grid"
        : "uploader";

    // Of …/storageAccounts/stretail…/blobServices/default/containers/runs/providers/Microsoft.Authorization/…, `runs`.
    private static string Scope(string id)
    {
        var name = LastPart(id[..id.LastIndexOf("/providers/", StringComparison.Ordinal)]);
        return name.StartsWith("sthost", StringComparison.Ordinal) ? "host account"
            : name.StartsWith("stretail", StringComparison.Ordinal) ? "data account"
            : name.StartsWith("appi-", StringComparison.Ordinal) ? "Application Insights"
            : $"container `{name}`";
    }

    private static string LastPart(string id) => id[(id.LastIndexOf('/') + 1)..];
}
