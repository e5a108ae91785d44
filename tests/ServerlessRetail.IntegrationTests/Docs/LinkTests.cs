namespace ServerlessRetail.IntegrationTests.Docs;

public sealed class LinkTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.All().Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_within_the_repository_leads_somewhere(string path)
    {
        var page = MarkdownPage.Read(path);

        var broken = page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(page, link));

        Assert.Empty(broken);
    }

    private static bool LeadsSomewhere(MarkdownPage page, string link)
    {
        var (file, anchor) = link.Split('#', 2) is [var name, var fragment] ? (name, fragment) : (link, null);
        var folder = Path.GetDirectoryName(Path.Combine(MarkdownPage.Root, page.Path))!;
        var target = file.Length == 0 ? Path.Combine(MarkdownPage.Root, page.Path) : Path.GetFullPath(file, folder);
        return (File.Exists(target) || Directory.Exists(target))
            && (anchor is null || MarkdownPage.Read(target).Anchors.Contains(anchor));
    }
}
