using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessRetail.IntegrationTests.Docs;

namespace ServerlessRetail.IntegrationTests.Infra;

/// <summary>The questions of the workbook, as they are deployed.</summary>
public sealed partial class WorkbookTests
{
    private const string Workbooks = "Microsoft.Insights/workbooks";

    private static IReadOnlyList<JsonNode> Items { get; } =
        [.. JsonNode.Parse((string)Snapshot.Prod.Single(Workbooks)["properties"]!["serializedData"]!)!["items"]!.AsArray().Select(item => item!["content"]!)];

    private static IReadOnlyList<(string Title, string Query)> Questions { get; } =
        [.. Items.Where(item => item["query"] is not null).Select(item => ((string)item["title"]!, (string)item["query"]!))];

    [Fact]
    public void Asks_the_workspace_for_the_time_that_is_chosen()
    {
        var workbook = Snapshot.Prod.Single(Workbooks)["properties"]!;

        Assert.Contains("/workspaces/log-retail-", (string)workbook["sourceId"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("{workspace}", (string)workbook["serializedData"]!, StringComparison.Ordinal);
        Assert.All(Items.Where(item => item["query"] is not null), item => Assert.Equal("TimeRange", (string?)item["timeContextFromParameter"]));
    }

    [Fact]
    public void Asks_only_for_what_the_library_emits()
    {
        var asked = Questions.SelectMany(question => Named().Matches(question.Query)).SelectMany(match => Quoted().Matches(match.Value)).Select(match => match.Groups[1].Value).ToList();
        var own = Questions.SelectMany(question => Quoted().Matches(question.Query)).Select(match => match.Groups[1].Value)
            .Where(text => text.StartsWith("serverlessretail.", StringComparison.Ordinal));

        Assert.Equal(CustomEventsOf(asked), Emitted.Events.Order(StringComparer.Ordinal));
        Assert.Subset(Emitted.Instruments.Concat(Emitted.Events).Concat(Emitted.Spans).ToHashSet(), asked.ToHashSet());
        Assert.Subset(Emitted.Instruments.Concat(Emitted.Attributes).ToHashSet(), own.ToHashSet());

        static IEnumerable<string> CustomEventsOf(IEnumerable<string> names) => names.Intersect(Emitted.Events).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Docs_have_every_query_word_for_word()
    {
        var page = File.ReadAllText(Path.Combine(MarkdownPage.Root, "docs/operations.md")).ReplaceLineEndings("\n");

        Assert.NotEmpty(Questions);
        Assert.All(Questions, question => Assert.Contains($"{question.Title}\n\n```kusto\n{question.Query}\n```\n", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"where Name (?:==|in) [^\n]*")]
    private static partial Regex Named();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
