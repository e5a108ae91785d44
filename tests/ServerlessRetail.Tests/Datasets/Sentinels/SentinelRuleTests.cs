using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Datasets.Sentinels;

namespace ServerlessRetail.Tests.Datasets.Sentinels;

public sealed class SentinelRuleTests
{
    private const int Rows = 200;

    [Theory]
    [InlineData(-999)]
    [InlineData(-200)]
    [InlineData(-99)]
    [InlineData(999)]
    [InlineData(99_999)]
    [InlineData(32_767)]
    public void A_well_known_number_far_off_counts_as_missing(int sentinel)
    {
        var column = Assert.Single(Apply(Table().Numbers("visits", row => row % 10 == 0 ? sentinel : row % 30)).Columns);

        Assert.Equal(Rows / 10, column.MissingCount);
        Assert.True(column.IsMissing(0));
        Assert.Equal(1, column.GetNumber(1));
        Assert.Equal((sentinel, Rows / 10), ((int)column.MissingNumbers[0].Value, column.MissingNumbers[0].Count));
    }

    [Fact]
    public void A_column_stored_as_floats_is_treated_alike()
    {
        var column = Apply(Table().Floats("visits", row => row % 10 == 0 ? -999 : row % 7 == 0 ? float.NaN : row % 30)).Columns[0];

        Assert.Equal(Enumerable.Range(0, Rows).Count(row => row % 10 == 0 || row % 7 == 0), column.MissingCount);
        Assert.Equal(float.NaN, column.GetNumber(0));
    }

    [Fact]
    public void Two_numbers_may_stand_for_missing_in_one_column()
    {
        var column = Apply(Table().Numbers("visits", row => (row % 10) switch { 0 => -999, 1 => -99, _ => row % 30 })).Columns[0];

        Assert.Equal([-999, -99], column.MissingNumbers.Select(number => number.Value));
        Assert.Equal(2 * Rows / 10, column.MissingCount);
    }

    [Fact]
    public void Any_number_far_off_in_three_columns_counts_as_missing()
    {
        var dataset = Apply(Table().Numbers("a", Cell).Numbers("b", row => Cell(row + 1)).Numbers("c", row => Cell(row + 2)));

        Assert.All(dataset.Columns, column => Assert.Equal(-77, Assert.Single(column.MissingNumbers).Value));

        static float Cell(int row) => row % 20 == 0 ? -77 : row % 20;
    }

    [Fact]
    public void What_stands_for_missing_in_two_columns_does_so_behind_the_widest_gap_of_a_third()
    {
        var dataset = Apply(Table()
            .Numbers("a", row => row % 20 == 0 ? -200 : row % 20)
            .Numbers("b", row => row % 20 == 1 ? -200 : row % 19)
            .Numbers("c", row => row % 20 == 2 ? -200 : 40 * (row % 20)));

        Assert.All(dataset.Columns, column => Assert.Single(column.MissingNumbers));
        Assert.Contains("the same in 2 other columns", dataset.Columns[2].MissingNumbers[0].Reason);
    }

    [Theory]
    [InlineData("a premium price among few", new float[] { 9, 19, 49, 999 })]
    [InlineData("yes, no and neither", new float[] { -1, 0, 1 })]
    [InlineData("nothing bought, or much", new float[] { 0, 0, 0, 900, 950, 1000, 1020, 1050, 1060, 1070, 1080, 1090 })]
    [InlineData("a number that nobody uses so", new float[] { -77, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData("within reach of the others", new float[] { 999, 100, 200, 300, 400, 500, 600, 700, 710, 720, 730, 740 })]
    [InlineData("a fraction", new float[] { -99.5f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData("not at an end", new float[] { -99, -1e6f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1e6f })]
    public void Nothing_else_does(string what, float[] numbers)
    {
        var dataset = Apply(Table().Numbers(what, row => numbers[row % numbers.Length]));

        Assert.Empty(dataset.Columns[0].MissingNumbers);
        Assert.Equal(0, dataset.Columns[0].MissingCount);
    }

    [Fact]
    public void A_single_outlier_is_an_outlier() =>
        Assert.Empty(Apply(Table().Numbers("spend", row => row < 4 ? 99_999 : row % 30)).Columns[0].MissingNumbers);

    [Fact]
    public void Identifiers_and_codes_named_in_the_settings_are_left_alone()
    {
        var settings = new ModelSettings { Types = new Dictionary<string, ColumnType> { ["shop"] = ColumnType.Categorical } };
        var dataset = Apply(Table().Numbers("customer_id", Cell).Numbers("shop", Cell), settings);

        Assert.All(dataset.Columns, column => Assert.Empty(column.MissingNumbers));

        static float Cell(int row) => row % 10 == 0 ? -999 : row;
    }

    [Theory]
    [InlineData("sentinelValue", 0, 0)]
    [InlineData("sentinelValue:a", 0, 1)]
    [InlineData("sentinelValue:A", 1, 1)]
    public void The_settings_overrule_it(string allow, int inA, int inB)
    {
        var dataset = Apply(Table().Numbers("a", Cell).Numbers("b", Cell), new ModelSettings { Allow = [allow] });

        Assert.Equal([inA, inB], dataset.Columns.Select(column => column.MissingNumbers.Count));

        static float Cell(int row) => row % 10 == 0 ? -999 : row % 30;
    }

    [Theory]
    [InlineData("a;b\n-7,0;x\n3,5;x\n-7;x\n", 2)]
    [InlineData("a,b\n-7.00,x\n-7e0,x\n2,x\n", 2)]
    public async Task A_number_that_the_settings_call_missing_is_so_however_it_is_written(string text, int missing)
    {
        var settings = new ModelSettings { Missing = ["-7"] };
        var reading = await Reading.OfAsync(text, new ReadOptions { MissingValues = settings.Missing });

        var dataset = SentinelRule.Apply(reading.Dataset, settings);

        Assert.Equal(missing, dataset.Columns[0].MissingCount);
    }

    [Fact]
    public void A_note_names_the_number_the_columns_and_the_way_out()
    {
        var dataset = Apply(Table().Numbers("a", Cell).Numbers("b", Cell).Numbers("c", row => row % 30));

        var note = Assert.Single(SentinelRule.Notes(dataset));

        Assert.Equal((DatasetNote.SentinelValue, null), (note.Code, note.Column));
        Assert.StartsWith("-999 counts as missing in 2 columns (a, b), in a for example: it is the lowest number, 1000 below the next", note.Detail);
        Assert.Contains("\"allow\": [\"sentinelValue:a\"], or [\"sentinelValue\"] for all columns in model.json", note.Detail);

        static float Cell(int row) => row % 10 == 0 ? -999 : row % 30;
    }

    [Fact]
    public void The_schema_tells_it_as_evidence_and_note()
    {
        var dataset = Apply(Table().Numbers("a", row => row % 10 == 0 ? -999 : row % 30).Cycle("churn", "yes", "no", "no"));

        var schema = SchemaInference.Infer(dataset, new ModelSettings());

        Assert.Contains("; -999 in 20 cells counts as missing: it is the lowest number", schema.Columns[0].Evidence);
        Assert.Equal(0.1, schema.Columns[0].Missing, 9);
        Assert.Contains(schema.Notes, note => (note.Code, note.Column) == (DatasetNote.SentinelValue, "a"));
    }

    /// <summary>Smooth data of any shape have no number for "missing": not once in all the samples.</summary>
    [Fact]
    public void Amounts_of_any_distribution_are_left_alone() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Double[0.1, 3], Gen.Double[0, 9], Gen.Int[0, 2]).Sample((seed, deviation, level, digits) =>
        {
            var random = new Random(seed);
            var dataset = Apply(Table().Numbers("spend", _ => (float)Math.Round(Math.Exp(level + (deviation * Normal(random))), digits)));
            return dataset.Columns[0].MissingNumbers.Count == 0;
        }, iter: 300, seed: "0000KOIKCEn4");

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static DatasetBuilder Table() => new(Rows);

    private static Dataset Apply(DatasetBuilder table, ModelSettings? settings = null) => SentinelRule.Apply(table.Build(), settings ?? new ModelSettings());
}
