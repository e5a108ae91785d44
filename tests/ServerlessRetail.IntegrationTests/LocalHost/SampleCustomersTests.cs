using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessRetail.LocalHost.Demo;

namespace ServerlessRetail.IntegrationTests.LocalHost;

public sealed class SampleCustomersTests
{
    [Fact]
    public void Are_the_same_bytes_everywhere()
    {
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "−";
        CultureInfo.CurrentCulture = commas;

        Assert.Equal("45f61e1348b853dfe094bc1329204bdad3ae1ad9180a9105e7c81b61816385b6", Convert.ToHexStringLower(SHA256.HashData(Bytes())));
    }

    [Fact]
    public void Have_the_number_of_rows_and_of_broken_rows_that_they_state()
    {
        var rows = Rows();

        Assert.Equal(5_000, rows.Length);
        Assert.Equal(12, rows.Count(row => row.Length != SampleCustomer.Columns.Length));
        Assert.Equal(6, rows.Count(row => row.Length > SampleCustomer.Columns.Length));
    }

    [Fact]
    public void Leave_in_a_believable_share()
    {
        var labels = Rows().Where(row => row.Length == SampleCustomer.Columns.Length).Select(row => row[^1]).ToList();

        Assert.All(labels, label => Assert.True(label is "yes" or "no"));
        Assert.InRange(labels.Count(label => label == "yes") / (double)labels.Count, 0.20, 0.25);
    }

    [Fact]
    public void Have_the_dirt_of_an_export()
    {
        var cells = Rows().SelectMany(row => row).ToList();

        Assert.InRange(cells.Count(cell => cell.Length == 0), 300, 700);
        Assert.InRange(cells.Count(cell => cell == "n/a"), 5, 50);
        Assert.InRange(cells.Count(cell => cell != cell.Trim()), 5, 50);
        Assert.InRange(cells.Count(cell => cell is "GOLD" or "Gold" or "SILVER" or "Silver" or "BRONZE" or "Bronze"), 5, 60);
    }

    [Fact]
    public void Have_an_example_with_every_column_but_the_label()
    {
        using var example = JsonDocument.Parse(SampleCustomers.ExampleJson);

        Assert.Equal(SampleCustomer.Columns[..^1], example.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void Are_written_as_one_file()
    {
        using var folder = new TemporaryFolder();

        var path = SampleCustomers.WriteFile(folder.Path);

        Assert.Equal(Bytes(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    private static string[][] Rows() =>
        [.. Encoding.UTF8.GetString(Bytes()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];

    private static byte[] Bytes()
    {
        using var stream = new MemoryStream();
        SampleCustomers.Write(stream);
        return stream.ToArray();
    }
}
