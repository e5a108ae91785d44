using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ServerlessRetail.Benchmarks.Reading;

/// <summary>Makes a customer file of 20 columns, the same one for the same size. The last column follows from some of the others, and from chance.</summary>
internal static class CustomerCsv
{
    private const int Seed = 20_240_229;
    private const int BatchRows = 5_000;

    private static readonly string[] Cities = [.. Enumerable.Range(0, 400).Select(i => i % 40 == 0 ? $"\"City {i}, North\"" : $"City {i}")];
    private static readonly string[] Segments = ["basic", "plus", "premium", "business", "student"];
    private static readonly double[] SegmentRisk = [0.6, 0.1, -0.6, -0.2, 0.8];
    private static readonly string[] Channels = ["store", "web", "app", "phone"];

    /// <param name="folder">Where to make it.</param>
    /// <param name="megabytes">Size of the plain file.</param>
    /// <param name="uuids">Whether customers are named by UUIDs instead of short numbers.</param>
    /// <returns>The plain file and the compressed one.</returns>
    public static IReadOnlyList<string> Make(string folder, int megabytes, bool uuids)
    {
        Directory.CreateDirectory(folder);
        var plain = Path.Combine(folder, "customers.csv");
        MakeBytes(plain, (long)megabytes << 20, uuids);
        var packed = plain + ".gz";
        using (var source = File.OpenRead(plain))
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
            source.CopyTo(gzip, 1 << 20);
        return [plain, packed];
    }

    /// <summary>Makes a plain file of some rows.</summary>
    public static void MakeRows(string path, int count, CustomerLabel label)
    {
        var random = new Random(Seed);
        Write(path, label, rows =>
        {
            var batch = Math.Min(BatchRows, count);
            for (var row = 0; row < batch; row++)
                AppendRow(rows, random, uuids: false, label);
            count -= batch;
            return count > 0;
        });
    }

    private static void MakeBytes(string path, long bytes, bool uuids)
    {
        var random = new Random(Seed);
        long written = 0;
        Write(path, CustomerLabel.Churned, rows =>
        {
            for (var row = 0; row < BatchRows; row++)
                AppendRow(rows, random, uuids, CustomerLabel.Churned);
            written += rows.Length;
            return written < bytes;
        });
    }

    /// <param name="append">Appends a batch of rows; false: it was the last.</param>
    private static void Write(string path, CustomerLabel label, Func<StringBuilder, bool> append)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var rows = new StringBuilder(
            $"customer_id,city,segment,channel,newsletter,age,tenure_months,orders,returns,spend_total,spend_12m,spend_3m,basket_mean,discount_share,last_order,first_order,visits,satisfaction,loyalty_points,{(label == CustomerLabel.Churned ? "churned" : "spend_next_year")}\n");
        bool isMore;
        do
        {
            isMore = append(rows);
            file.Write(Encoding.ASCII.GetBytes(rows.ToString()));
            rows.Clear();
        }
        while (isMore);
    }

    private static void AppendRow(StringBuilder rows, Random random, bool uuids, CustomerLabel label)
    {
        var first = new DateOnly(2015, 1, 1).AddDays(random.Next(3_000));
        var total = Math.Round(random.NextDouble() * 5_000, 2);
        rows.Append(CultureInfo.InvariantCulture, $"{(uuids ? MakeUuid(random) : $"C{random.Next(100_000_000):D8}")},");
        var (city, segment, channel, newsletter) = (random.Next(Cities.Length), random.Next(5), random.Next(4), random.Next(2) == 0);
        rows.Append(CultureInfo.InvariantCulture, $"{Cities[city]},{Segments[segment]},{Channels[channel]},{(newsletter ? "yes" : "no")},{(random.Next(30) == 0 ? "" : random.Next(18, 95))},");
        var (tenure, recent) = (random.Next(120), random.NextDouble() / 4);
        rows.Append(CultureInfo.InvariantCulture, $"{tenure},{random.Next(200)},{random.Next(20)},{total:F2},{total * random.NextDouble():F2},");
        rows.Append(CultureInfo.InvariantCulture, $"{total * recent:F2},{random.NextDouble() * 150:F3},{random.NextDouble():F4},");
        var satisfaction = random.Next(1, 6);
        rows.Append(CultureInfo.InvariantCulture, $"{first.AddDays(random.Next(700)):yyyy-MM-dd},{first:yyyy-MM-dd},{random.Next(5_000)},");
        rows.Append(CultureInfo.InvariantCulture, $"{satisfaction},{random.Next(1_000_000)},");

        // Steps, a line, categories and a product: something for each trainer, and chance enough for an AUC of about 0.8.
        var risk = SegmentRisk[segment] + (satisfaction <= 2 ? 1.4 : satisfaction == 5 ? -1.2 : 0) - (0.025 * (tenure - 60))
            + (channel == 3 ? 1.1 : 0) + (newsletter ? -0.8 : 0) + (recent < 0.05 ? 1.2 : 0) + (0.15 * ((city % 7) - 3)) - 1.5;
        if (label == CustomerLabel.Churned)
            rows.Append(random.NextDouble() < 1 / (1 + Math.Exp(-risk)) ? "1\n" : "0\n");
        else
            rows.Append(CultureInfo.InvariantCulture, $"{total * 0.3 * Math.Exp((random.NextDouble() - 0.5) - (0.3 * risk)):F2}\n");
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

/// <summary>What the last column says.</summary>
internal enum CustomerLabel
{
    /// <summary>1 or 0.</summary>
    Churned,

    /// <summary>A skewed amount.</summary>
    SpendNextYear,
}
