using System.Globalization;
using System.Text;
using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.IntegrationTests.MainJob;

/// <summary>Files to upload.</summary>
internal static class Samples
{
    private const string SharedDataVariable = "SERVERLESSRETAIL_SHARED_DATA";

    /// <summary>A model.json for tests that want some churn model and do not care which: one candidate that trains in no time.</summary>
    public const string QuickSettings = """{ "trainers": [{ "name": "logisticRegression", "l2": 1 }] }""";

    /// <summary>The demo's sample.</summary>
    public static byte[] Customers { get; } = MakeCustomers();

    /// <summary>Small and quick to learn: churn depends on tenure and tier.</summary>
    /// <param name="shift">Another one gives other rows of the same kind.</param>
    public static string Churn(int rows = 300, int shift = 0, string label = "churn")
    {
        var random = new Random(7 + shift);
        var csv = new StringBuilder($"customer_id,tenure,tier,visits,{label}\n");
        for (var row = 0; row < rows; row++)
        {
            var tenure = random.Next(1, 72);
            var tier = random.Next(3) switch { 0 => "basic", 1 => "silver", _ => "gold" };
            var odds = 1.5 - (tenure / 18.0) + (tier == "gold" ? -1 : 0.5);
            var churned = random.NextDouble() < 1 / (1 + Math.Exp(-odds));
            csv.Append(CultureInfo.InvariantCulture, $"C{shift}{row:00000},{tenure},{tier},{random.Next(0, 30)},{(churned ? "yes" : "no")}\n");
        }
        return csv.ToString();
    }

    /// <summary>Three segments that follow from visits and basket: quick to learn, and not to be told apart for certain.</summary>
    public static string Segments(int rows = 400) => Baskets(rows, "segment", (visits, basket, noise) =>
        (visits / 30.0) + noise > 0.7 ? "regular" : basket + (20 * noise) > 60 ? "spender" : "browser");

    /// <summary>A yearly spend that follows from visits, basket and tier.</summary>
    public static string Spend(int rows = 400) => Baskets(rows, "yearly_spend", (visits, basket, noise) =>
        (100 + (12 * visits) + (4 * basket) + (40 * noise)).ToString("0.00", CultureInfo.InvariantCulture));

    /// <summary>One column and a label.</summary>
    public static string Labels(int rows, Func<int, string> label) =>
        string.Concat(Enumerable.Range(0, rows).Select(row => $"{row * 7 % 83},{label(row)}\n").Prepend("visits,churn\n"));

    /// <summary>A real file from the folder shared/data beside the checkout; skips the test where it is not there.</summary>
    public static byte[] Shared(string path)
    {
        var file = Path.Combine(FindShared() ?? "", path);
        Assert.SkipUnless(File.Exists(file), $"shared/data/{path} is not there; set {SharedDataVariable} to its folder to run this test.");
        return File.ReadAllBytes(file);
    }

    private static string Baskets(int rows, string label, Func<int, double, double, string> draw)
    {
        var random = new Random(11);
        var csv = new StringBuilder($"customer_id,visits,basket,tier,{label}\n");
        for (var row = 0; row < rows; row++)
        {
            var (visits, basket) = (random.Next(0, 30), 20 + (80 * random.NextDouble()));
            csv.Append(CultureInfo.InvariantCulture, $"B{row:00000},{visits},{basket:0.00},{(random.Next(2) == 0 ? "basic" : "gold")},{draw(visits, basket, random.NextDouble() - 0.5)}\n");
        }
        return csv.ToString();
    }

    private static string? FindShared()
    {
        if (Environment.GetEnvironmentVariable(SharedDataVariable) is { Length: > 0 } folder)
            return folder;
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }

    private static byte[] MakeCustomers()
    {
        using var stream = new MemoryStream();
        SampleCustomers.Write(stream);
        return stream.ToArray();
    }
}
