using System.Text;

namespace ServerlessRetail.LocalHost.Demo;

/// <summary>
/// The sample that <c>demo</c> trains on: customers of an invented retailer and whether they left, with the dirt of a
/// real export. The same bytes on every machine.
/// </summary>
internal static class SampleCustomers
{
    public const string Model = "churn";
    public const string FileName = "customers.csv";

    /// <summary>Lines after the header.</summary>
    public const int RowCount = 5_000;

    /// <summary>Lines among them that have one field too few or too many.</summary>
    public const int BrokenRowCount = 12;

    /// <summary>A customer to score, one who looks likely to leave.</summary>
    public const string ExampleJson =
        """{"customer_id":"C100001","tenure_months":4,"visits_last_90_days":1,"days_since_last_visit":78,"spend_grocery":0,"spend_fashion":31.90,"spend_home":0,"spend_electronics":12.50,"avg_basket":44.40,"loyalty_tier":"basic","region":"east","channel":"online","payment_method":"invoice","newsletter":"no","support_contacts":3,"return_rate":0.31,"discount_share":0.48}""";

    private const ulong Seed = 20_240_229;

    public static void Write(Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', SampleCustomer.Columns));

        var population = new SampleRandom(Seed);
        var dirt = new SampleDirt(new SampleRandom(Seed + 1));
        for (var row = 0; row < RowCount; row++)
        {
            var cells = SampleCustomer.Draw(row + 1, population).ToCells();
            writer.WriteLine(string.Join(',', dirt.Soil(cells, row)));
        }
    }

    /// <summary>Writes the file into a folder and returns its path. A crash leaves no half-written file of that name.</summary>
    public static string WriteFile(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var partial = $"{path}.{Path.GetRandomFileName()}";
        using (var stream = File.Create(partial))
            Write(stream);

        File.Move(partial, path, overwrite: true);
        return path;
    }
}
