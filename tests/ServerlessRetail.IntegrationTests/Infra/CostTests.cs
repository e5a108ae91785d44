using System.Globalization;
using ServerlessRetail.IntegrationTests.Docs;

namespace ServerlessRetail.IntegrationTests.Infra;

public sealed class CostTests
{
    private const string PagePath = "docs/costs.md";

    private static readonly PriceList List = new();
    private static readonly MarkdownPage Page = MarkdownPage.Read(PagePath);

    private static string FullPath => Path.Combine(MarkdownPage.Root, PagePath);

    [Fact]
    public void The_table_is_what_comes_out_of_the_price_file_and_the_snapshots()
    {
        var computed = new CostEstimate(List).Rows().ToList();

        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "true")
            WriteTable(computed);

        Assert.Equal(computed, MarkdownPage.Read(PagePath).Table("What it costs").Select(row => string.Join(" | ", row)));
    }

    [Fact]
    public void The_page_repeats_every_price() => Assert.Equal(Lines(List.Prices), Lines("Prices"));

    [Fact]
    public void The_page_repeats_every_assumption() => Assert.Equal(Lines(List.Assumptions), Lines("Assumptions"));

    [Fact]
    public void The_page_says_where_and_when_the_prices_held()
    {
        var text = File.ReadAllText(FullPath);

        Assert.Contains($"{List.Currency}, {List.Region}, {List.AsOf}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void At_rest_the_environment_for_trying_out_costs_little_but_its_files()
    {
        var sum = new CostEstimate(List).Rows().Last().Split(" | ");

        Assert.InRange(decimal.Parse(sum[1], CultureInfo.InvariantCulture), 0.01m, 1m);
    }

    private static IEnumerable<string> Lines(IReadOnlyDictionary<string, decimal> values) =>
        values.Select(value => $"{value.Key} {value.Value.ToString("0.######", CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string heading) =>
        Page.Table(heading).Select(row => $"{row[0].Trim('`')} {row[1]}").Order(StringComparer.Ordinal);

    private static void WriteTable(IEnumerable<string> rows)
    {
        var lines = File.ReadAllLines(FullPath).ToList();
        var start = lines.FindIndex(line => line.StartsWith("| What |", StringComparison.Ordinal)) + 2;
        var end = lines.FindIndex(start, string.IsNullOrEmpty);
        lines.RemoveRange(start, end - start);
        lines.InsertRange(start, rows.Select(row => $"| {row} |"));
        File.WriteAllText(FullPath, string.Join('\n', lines) + "\n");
    }
}
