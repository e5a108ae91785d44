using System.Text.RegularExpressions;
using ServerlessRetail.LocalHost;

namespace ServerlessRetail.IntegrationTests.Docs;

/// <summary>A page of the documentation, as far as tests look into it: sections, tables, code blocks, links.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string[] _lines;

    private MarkdownPage(string path, string[] lines)
    {
        Path = path;
        _lines = lines;
    }

    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = LocalFolder.FindCheckout(AppContext.BaseDirectory)!;

    /// <summary>Relative to the root, with slashes.</summary>
    public string Path { get; }

    /// <summary>Lines inside code blocks.</summary>
    public IEnumerable<string> Code => Split().Where(line => line.IsCode).Select(line => line.Text);

    /// <summary>What headings can be linked to by.</summary>
    public IEnumerable<string> Anchors => Prose
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Targets of links and images.</summary>
    public IEnumerable<string> Links => Prose.SelectMany(line => Link().Matches(line)).Select(match => match.Groups[1].Value);

    private IEnumerable<string> Prose => Split().Where(line => !line.IsCode).Select(line => line.Text);

    public static MarkdownPage Read(string path) => new(path, File.ReadAllLines(System.IO.Path.Combine(Root, path)));

    /// <summary>Every page in the root and under docs.</summary>
    public static IEnumerable<MarkdownPage> All() => Directory.EnumerateFiles(Root, "*.md")
        .Concat(Directory.EnumerateFiles(System.IO.Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Select(file => Read(System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/')));

    /// <summary>The cells of the first table under a heading, without its head.</summary>
    public IReadOnlyList<string[]> Table(string heading) =>
    [
        .. _lines
            .SkipWhile(line => line.TrimStart('#') != $" {heading}" || !line.StartsWith('#'))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    /// <summary>The first cell of each row of a table, in order, without its marks for code.</summary>
    public IEnumerable<string> Keys(string heading) => Table(heading).Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal);

    private IEnumerable<(string Text, bool IsCode)> Split()
    {
        var isCode = false;
        foreach (var line in _lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else
                yield return (line, isCode);
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
