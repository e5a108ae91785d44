using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Guards;

namespace ServerlessRetail.Tests.Datasets.Guards;

/// <summary>Real files without a leak pass; one with a leak, and files that somebody spoiled, do not.</summary>
public sealed class SharedFilesTests
{
    private const string Telco = "telco/Telco-Customer-Churn.csv";

    [Theory]
    [InlineData(Telco, null, "")]
    [InlineData("online_shoppers/online_shoppers_intention.csv", "Revenue", "")]
    [InlineData("credit_data/credit_data.csv", "Status", "")]
    [InlineData("wholesale/Wholesale customers data.csv", "Channel", "")]
    [InlineData("diamonds/diamonds.csv", "price", "")]
    [InlineData("bike_hour/bike_sharing.csv", "cnt", "casual,registered")]
    [InlineData("airquality/AirQualityUCI.csv", null, "")]
    [InlineData("airquality/AirQualityUCI.csv", "CO(GT)", "")]
    public async Task Nothing_is_blocked_in_a_clean_file(string file, string? label, string exclude)
    {
        var guarding = await Guarding.OfFileAsync(file, new ModelSettings { Label = label, Exclude = exclude.Split(',', StringSplitOptions.RemoveEmptyEntries) });

        Assert.Empty(guarding.Blocking);
    }

    [Fact]
    public async Task No_split_of_a_small_file_is_blocked()
    {
        var reading = await SharedData.ReadAsync("wholesale/Wholesale customers data.csv");

        for (var seed = 1; seed <= 30; seed++)
            Assert.Empty(Guarding.Of(reading.Dataset, new ModelSettings { Label = "Channel", Seed = seed }).Blocking);
    }

    [Fact]
    public async Task Parts_of_the_label_are_found_in_the_bike_file_as_it_comes()
    {
        var guarding = await Guarding.OfFileAsync("bike_hour/bike_sharing.csv", new ModelSettings { Label = "cnt" });

        var finding = Assert.Single(guarding.Blocking);
        Assert.Equal(GuardNames.LabelSum, finding.Guard);
        Assert.Contains("casual + registered", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_the_label_with_2_percent_noise_is_found()
    {
        var random = new Random(5);
        var guarding = await Guarding.OfFileAsync(Telco, change: lines =>
        [
            "copy," + lines[0],
            .. lines.Skip(1).Select(line => (line.EndsWith("Yes", StringComparison.Ordinal) ^ (random.NextDouble() < 0.02) ? "1," : "0,") + line),
        ]);

        var finding = Assert.Single(guarding.Blocking);
        Assert.Equal((GuardNames.TargetLeakage, "copy"), (finding.Guard, finding.Column));
    }

    [Theory]
    [InlineData("Yes", 1.0)]
    [InlineData("Yes", 0.3)]
    [InlineData("No", 0.7)]
    public async Task A_column_filled_for_one_class_only_is_found(string label, double share)
    {
        var random = new Random(5);
        var guarding = await Guarding.OfFileAsync(Telco, change: lines =>
        [
            "why," + lines[0],
            .. lines.Skip(1).Select(line => (line.EndsWith(label, StringComparison.Ordinal) && random.NextDouble() < share ? $"reason {random.Next(5)}," : ",") + line),
        ]);

        Assert.Contains(guarding.Blocking, finding => (finding.Guard, finding.Column) == (GuardNames.OneSidedMissing, "why"));
        Assert.All(guarding.Blocking, finding => Assert.Equal("why", finding.Column));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Oversampling_before_the_split_is_found(bool withId)
    {
        var guarding = await Guarding.OfFileAsync(Telco, change: lines =>
        {
            string[] kept = withId ? lines : [.. lines.Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])];
            var churned = kept.Skip(1).Where(line => line.EndsWith("Yes", StringComparison.Ordinal)).ToArray();
            return [.. kept, .. churned, .. churned.Take(1_000)];
        });

        Assert.Equal(GuardNames.DuplicatesAcrossSplit, Assert.Single(guarding.Blocking).Guard);
    }

    [Fact]
    public async Task Ids_that_order_the_label_are_found()
    {
        var guarding = await Guarding.OfFileAsync(Telco, change: lines =>
        [
            lines[0],
            .. lines.Skip(1).Order(StringComparer.Ordinal).OrderBy(line => line.EndsWith("Yes", StringComparison.Ordinal))
                .Select((line, i) => $"C{100_000 + i}{line[line.IndexOf(',', StringComparison.Ordinal)..]}"),
        ]);

        Assert.Equal((GuardNames.OrderedId, "customerID"), (guarding.Blocking.Single().Guard, guarding.Blocking.Single().Column));
    }

    [Fact]
    public async Task Like_sessions_of_a_file_without_ids_stay_together_and_all_are_used()
    {
        var guarding = await Guarding.OfFileAsync("online_shoppers/online_shoppers_intention.csv", new ModelSettings { Label = "Revenue" });

        Assert.Equal(125, guarding.Duplicates.CopyCount);
        Assert.Empty(guarding.Rows.Copies);
        Assert.Equal(12_330, guarding.Rows.Split.Train.Count + guarding.Rows.Split.Test.Count);
        var train = guarding.Rows.Split.Train.Select(row => guarding.Duplicates.FirstOf[row]).ToHashSet();
        Assert.DoesNotContain(guarding.Rows.Split.Test, row => train.Contains(guarding.Duplicates.FirstOf[row]));
    }
}
