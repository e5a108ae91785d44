using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ServerlessRetail.Benchmarks.Reading;

/// <summary>Makes a customer file of 20 columns, the same one for the same size.</summary>
internal static class CustomerCsv
{
    private const int Seed = 20_240_229;

    private static readonly string[] Cities = [.. Enumerable.Range(0, 400).Select(i => i % 40 == 0 ? $"\"City {i}, North\"" : $"City {i}")];
    private static readonly string[] Segments = ["basic", "plus", "premium", "business", "student"];
    private static readonly string[] Channels = ["store", "web", "app", "phone"];

    /// <param name="folder">Where to make it.</param>
    /// <param name="megabytes">Size of the plain file.</param>
    /// <param name="uuids">Whether customers are named by UUIDs instead of short numbers.</param>
    /// <returns>The plain file and the compressed one.</returns>
    public static IReadOnlyList<string> Make(string folder, int megabytes, bool uuids)
    {
        Directory.CreateDirectory(folder);
        var plain = Path.Combine(folder, "customers.csv");
        Write(plain, (long)megabytes << 20, uuids);
        var packed = plain + ".gz";
        using (var source = File.OpenRead(plain))
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
            source.CopyTo(gzip, 1 << 20);
        return [plain, packed];
    }

    private static void Write(string path, long bytes, bool uuids)
    {
        var random = new Random(Seed);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var rows = new StringBuilder(
            "customer_id,city,segment,channel,newsletter,age,tenure_months,orders,returns,spend_total,spend_12m,spend_3m,basket_mean,discount_share,last_order,first_order,visits,satisfaction,loyalty_points,churned\n");
        for (long written = 0; written < bytes;)
        {
            for (var row = 0; row < 5_000; row++)
                AppendRow(rows, random, uuids);
            var text = Encoding.ASCII.GetBytes(rows.ToString());
            file.Write(text);
            written += text.Length;
            rows.Clear();
        }
    }

    private static void AppendRow(StringBuilder rows, Random random, bool uuids)
    {
        var first = new DateOnly(2015, 1, 1).AddDays(random.Next(3_000));
        var total = Math.Round(random.NextDouble() * 5_000, 2);
        rows.Append(CultureInfo.InvariantCulture, $"{(uuids ? MakeUuid(random) : $"C{random.Next(100_000_000):D8}")},{Cities[random.Next(Cities.Length)]},{Segments[random.Next(5)]},");
        rows.Append(CultureInfo.InvariantCulture, $"{Channels[random.Next(4)]},{(random.Next(2) == 0 ? "yes" : "no")},{(random.Next(30) == 0 ? "" : random.Next(18, 95))},");
        rows.Append(CultureInfo.InvariantCulture, $"{random.Next(120)},{random.Next(200)},{random.Next(20)},{total:F2},{total * random.NextDouble():F2},");
        rows.Append(CultureInfo.InvariantCulture, $"{total * random.NextDouble() / 4:F2},{random.NextDouble() * 150:F3},{random.NextDouble():F4},");
        rows.Append(CultureInfo.InvariantCulture, $"{first.AddDays(random.Next(700)):yyyy-MM-dd},{first:yyyy-MM-dd},{random.Next(5_000)},");
        rows.Append(CultureInfo.InvariantCulture, $"{random.Next(1, 6)},{random.Next(1_000_000)},{(random.Next(4) == 0 ? 1 : 0)}\n");
    }

    /// <summary>One of version 4.</summary>
    private static Guid MakeUuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
