using System.Globalization;
using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Datasets;

namespace ServerlessRetail.Tests.Features;

public sealed class FeatureLearnerTests
{
    private const int Rows = 200;

    [Fact]
    public void A_number_gets_median_mean_deviation_and_range_of_the_training_rows()
    {
        float[] cells = [1, 2, 3, 4, 10];

        var feature = Numeric(Learn(new DatasetBuilder(Rows).Numbers("spend", row => cells[row % 5])));

        Assert.Equal(3, feature.Fill);
        Assert.Equal(4, feature.Scaling.Center);
        Assert.Equal((float)Math.Sqrt(10), feature.Scaling.Spread);
        Assert.Equal((1, 10), (feature.Minimum, feature.Maximum));
        Assert.False(feature.FlagsMissing);
        Assert.Equal("point", feature.Format);
    }

    [Fact]
    public void Mean_and_deviation_are_those_after_imputation()
    {
        float[] cells = [0, 6, 6, float.NaN];

        var feature = Numeric(Learn(new DatasetBuilder(Rows).Numbers("spend", row => cells[row % 4])));

        Assert.Equal(6, feature.Fill);
        Assert.Equal(4.5f, feature.Scaling.Center);
        Assert.Equal((float)Math.Sqrt(6.75), feature.Scaling.Spread);
        Assert.True(feature.FlagsMissing);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void From_one_in_two_hundred_missing_cells_a_slot_says_so(int missing, bool expected) =>
        Assert.Equal(expected, Numeric(Learn(new DatasetBuilder(Rows).Numbers("spend", row => row < missing ? float.NaN : row % 7))).FlagsMissing);

    [Fact]
    public void Scaled_training_rows_have_mean_0_and_deviation_1()
    {
        var dataset = new DatasetBuilder(Rows).Floats("spend", row => (row * 37 % 101) - 20).Cycle("tier", "a", "b").Build();
        var recipe = FeatureLearner.Learn(dataset, Schema(dataset), AllRows);

        var slots = CellMatrix.Create(dataset, recipe, AllRows).EncodeAll().Select(vector => (double)vector[0]).ToArray();

        Assert.Equal(0, slots.Average(), 5);
        Assert.Equal(1, slots.Average(slot => slot * slot), 5);
    }

    [Fact]
    public void Categories_come_by_frequency_then_by_text()
    {
        var feature = Categorical(Learn(new DatasetBuilder(Rows).Cycle("tier", "b", "c", "a", "c", "b")));

        Assert.Equal(["b", "c", "a"], feature.Categories);
    }

    [Fact]
    public void A_trainer_that_wants_one_slot_a_category_column_reads_the_same_cells()
    {
        var dataset = new DatasetBuilder(Rows).Cycle("town", "9", "17", "8", "17", "9").Build();

        var (oneHot, ordinal) = (FeatureLearner.Learn(dataset, Schema(dataset), AllRows), FeatureLearner.Learn(dataset, Schema(dataset), AllRows, new FeatureOptions(OneHot: false)));

        Assert.Equal((5, 1), (oneHot.Width, ordinal.Width));
        Assert.Equal(Categorical(oneHot).Categories, Categorical(ordinal).Categories);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_rare_category_shares_the_slot_for_unknown_values(int count, bool known)
    {
        var feature = Categorical(Learn(new DatasetBuilder(Rows).Texts("tier", row => row < count ? "rare" : "common")));

        Assert.Equal(known, feature.Categories.Contains("rare"));
        Assert.Equal(!known, feature.IndexOf("rare") == feature.UnknownIndex);
    }

    [Fact]
    public void Of_very_many_categories_the_hundred_most_frequent_have_slots()
    {
        var dataset = new DatasetBuilder(900).Texts("town", row => row < 100 ? "t0" : "t" + (row % 130).ToString(CultureInfo.InvariantCulture)).Build();

        var feature = Categorical(FeatureLearner.Learn(dataset, Schema(dataset), [.. Enumerable.Range(0, 900)]));

        Assert.Equal(100, feature.Categories.Count);
        Assert.Equal("t0", feature.Categories[0]);
    }

    [Fact]
    public void A_column_that_does_not_vary_in_the_training_rows_is_left_out()
    {
        var dataset = new DatasetBuilder(Rows)
            .Numbers("late", row => row < 150 ? 0.1f : row).Texts("shop", row => row < 150 ? "a" : "b").Cycle("tier", "a", "b").Build();

        var recipe = FeatureLearner.Learn(dataset, Schema(dataset), [.. Enumerable.Range(0, 150)]);

        Assert.Equal(["tier"], recipe.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Nothing_that_varies_is_nothing_to_learn_from()
    {
        var dataset = new DatasetBuilder(Rows).Texts("shop", row => row < 150 ? "a" : "b").Build();

        var rejected = Assert.Throws<RejectedException>(() => FeatureLearner.Learn(dataset, Schema(dataset), [.. Enumerable.Range(0, 150)]));

        Assert.Equal(RejectionReasons.NoFeatures, rejected.Reason);
    }

    [Fact]
    public void Rows_outside_of_training_change_nothing()
    {
        var training = AllRows.Where(row => row % 5 != 0).ToArray();
        var dataset = Varied(row => row);
        var changed = Varied(row => row % 5 == 0 ? 7_777 - row : row);

        Assert.Equal(Json(FeatureLearner.Learn(dataset, Schema(dataset), training)), Json(FeatureLearner.Learn(changed, Schema(dataset), training)));
        Assert.NotEqual(Json(FeatureLearner.Learn(dataset, Schema(dataset), AllRows)), Json(FeatureLearner.Learn(changed, Schema(dataset), AllRows)));
    }

    [Fact]
    public void The_order_of_the_rows_changes_nothing()
    {
        var order = AllRows;
        new Random(3).Shuffle(order);
        var dataset = Varied(row => row);
        var shuffled = Varied(row => order[row]);

        Assert.Equal(Json(FeatureLearner.Learn(dataset, Schema(dataset), AllRows)), Json(FeatureLearner.Learn(shuffled, Schema(dataset), AllRows)));
    }

    private static int[] AllRows => [.. Enumerable.Range(0, Rows)];

    /// <summary>Numbers and categories of all kinds, a function of a row's origin.</summary>
    private static Dataset Varied(Func<int, int> origin) => new DatasetBuilder(Rows)
        .Floats("spend", row => origin(row) * 0.37f)
        .Numbers("visits", row => origin(row) % 11 == 0 ? float.NaN : origin(row) % 13)
        .Texts("tier", row => (origin(row) % 17) switch { < 6 => "gold", < 12 => "silver", < 16 => null, _ => "bronze" })
        .Texts("town", row => "t" + (origin(row) % 29).ToString(CultureInfo.InvariantCulture))
        .Build();

    private static DatasetSchema Schema(Dataset dataset) => new(
        new LabelSchema("label", ModelTask.Binary, "1", "0", "given"), null, [.. dataset.Columns.Select(column => new ColumnSchema(
            column.Name, column.NumberCount > 0 && column.Name is not "town" ? ColumnType.Numeric : ColumnType.Categorical, ColumnRole.Feature, 0, null, "given"))]);

    private static FeatureRecipe Learn(DatasetBuilder table) => FeatureLearner.Learn(table.Build(), Schema(table.Build()), AllRows);

    private static NumericFeature Numeric(FeatureRecipe recipe) => Assert.IsType<NumericFeature>(recipe.Columns[0]);

    private static CategoricalFeature Categorical(FeatureRecipe recipe) => Assert.IsType<CategoricalFeature>(recipe.Columns[0]);

    private static string Json(FeatureRecipe recipe) => JsonSerializer.Serialize(recipe, ModelJson.Default.FeatureRecipe);
}
