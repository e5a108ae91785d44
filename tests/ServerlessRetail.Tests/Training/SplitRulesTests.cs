using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Duplicates;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Training;

public sealed class SplitRulesTests
{
    [Fact]
    public void Rows_of_a_group_stay_together_also_through_a_common_id()
    {
        // Rows 0 and 1 share a household, rows 1 and 2 an id.
        var dataset = new DatasetBuilder(60)
            .Texts("customer_id", row => row is 1 or 2 ? "C-1" : $"C-{row + 100}")
            .Texts("household", row => row is 0 or 1 ? "H-1" : $"H-{row + 100}")
            .Numbers("visits", row => row % 7)
            .Cycle("churn", "yes", "no")
            .Build();

        var groups = Rules(dataset, new ModelSettings { Group = "household", Id = "customer_id" }).Groups!;

        Assert.Equal((groups[0], groups[0]), (groups[1], groups[2]));
        Assert.Equal(58, groups.Distinct().Count());
    }

    [Fact]
    public void By_time_the_latest_fifth_is_held_out()
    {
        var dataset = new DatasetBuilder(500)
            .Texts("day", row => new DateOnly(2025, 1, 1).AddDays(row * 7 % 500).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
            .Numbers("visits", row => row % 17)
            .Texts("churn", row => row % 3 == 0 ? "yes" : "no")
            .Build();
        var settings = new ModelSettings { Time = "day" };
        var rules = Rules(dataset, settings);

        var rows = LabeledRows.Create(dataset, SchemaInference.Infer(dataset, settings).Label, seed: 1, duplicates: null, rules);

        Assert.Equal(100, rows.Split.Test.Count);
        Assert.True(rows.Split.Train.Max(row => rules.Times![row]) < rows.Split.Test.Min(row => rules.Times![row]));
        Assert.Equal(rows.Split.Train.Select(row => rules.Times![row]), rows.TrainTimes!);
    }

    [Theory]
    [InlineData("household", null, "\"group\"")]
    [InlineData(null, "month", "\"time\"")]
    public void A_column_that_is_not_there_is_refused_with_its_key(string? group, string? time, string key)
    {
        var dataset = new DatasetBuilder(60).Numbers("visits", row => row % 7).Cycle("churn", "yes", "no").Build();

        var refusal = Assert.Throws<RejectedException>(() => Rules(dataset, new ModelSettings { Group = group, Time = time }));

        Assert.Equal(RejectionReasons.InvalidSettings, refusal.Reason);
        Assert.Contains(key, refusal.Message);
        Assert.Contains("visits, churn", refusal.Message);
    }

    [Fact]
    public void A_time_that_is_neither_date_nor_number_is_refused()
    {
        var dataset = new DatasetBuilder(60).Cycle("tier", "gold", "silver", "bronze").Cycle("churn", "yes", "no").Build();

        Assert.Contains("neither dates nor numbers", Assert.Throws<RejectedException>(() => Rules(dataset, new ModelSettings { Time = "tier" })).Message);
    }

    private static SplitRules Rules(Dataset dataset, ModelSettings settings)
    {
        var schema = SchemaInference.Infer(dataset, settings);
        return SplitRules.Of(dataset, schema, settings, DuplicateRows.Find(dataset, schema));
    }
}
