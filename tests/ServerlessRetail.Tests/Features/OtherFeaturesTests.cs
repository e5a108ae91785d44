using ServerlessRetail.Features;

namespace ServerlessRetail.Tests.Features;

/// <summary>Booleans, dates, texts, rare categories: what their cells and slots are.</summary>
public sealed class OtherFeaturesTests
{
    [Theory]
    [InlineData("Yes", 1)]
    [InlineData(" nein ", 0)]
    [InlineData("TRUE", 1)]
    [InlineData("0", 0)]
    [InlineData("maybe", float.NaN)]
    public void A_boolean_takes_the_words_of_any_pair(string text, float expected) =>
        Assert.Equal([expected], Read(new BooleanFeature("flag", 0.25f, FlagsMissing: true), text));

    [Fact]
    public void A_missing_boolean_counts_as_the_share_of_yes()
    {
        var feature = new BooleanFeature("flag", 0.25f, FlagsMissing: true);

        Assert.Equal([0.25f, 1], Encode(feature, float.NaN));
        Assert.Equal([1, 0], Encode(feature, 1));
    }

    [Fact]
    public void A_date_has_an_age_before_the_latest_day_a_weekday_a_month_and_an_hour()
    {
        var feature = Date(DateParts.Weekday | DateParts.Month | DateParts.Hour);

        // 17 January 1970 was a Saturday.
        var slots = Encode(feature, Read(feature, "17.01.1970 18:00"));

        Assert.Equal(1 + 7 + 12 + 24, slots.Length);
        Assert.Equal(14, slots[0]);
        Assert.Equal([1 + 6, 1 + 7 + 0, 1 + 7 + 12 + 18], Enumerable.Range(1, slots.Length - 1).Where(slot => slots[slot] == 1));
        Assert.Equal(4, slots.Count(slot => slot != 0));
    }

    [Fact]
    public void A_date_may_be_sent_in_the_files_format_or_as_ISO()
    {
        var feature = Date(DateParts.None);

        Assert.Equal(Read(feature, "02.01.1970"), Read(feature, "1970-01-02"));
        Assert.False(feature.TryReadText("01/02/1970", new float[2]));
    }

    [Fact]
    public void A_missing_date_is_as_old_as_the_median_and_has_no_weekday()
    {
        var slots = Encode(Date(DateParts.Weekday) with { FlagsMissing = true }, float.NaN, float.NaN);

        Assert.Equal([9, 0, 0, 0, 0, 0, 0, 0, 1], slots);
    }

    [Fact]
    public void Seconds_before_midnight_belong_to_their_day() =>
        Assert.Equal([20_000, 86_399], Read(Date(DateParts.None), "2024-10-04 23:59:59"));

    [Theory]
    [InlineData("", 2_166_103_257)]
    [InlineData("a", 723_843_936)]
    [InlineData("Gold", 2_541_236_645)]
    public void Hashes_stay_what_they_are(string text, long expected) => Assert.Equal((uint)expected, Fnv1a.Hash(text));

    [Fact]
    public void Words_are_hashed_in_any_case_and_order_and_scaled_to_length_1()
    {
        var feature = new TextFeature("comment", 64, FlagsMissing: false);

        var cells = Read(feature, "White METAL lantern");

        Assert.Equal(cells, Read(feature, "lantern, white/metal!"));
        Assert.Equal(1, cells.Sum(cell => (double)cell * cell), 6);
        Assert.Equal(3, cells.Count(cell => cell != 0));
        Assert.All(Read(feature, "..."), cell => Assert.Equal(0, cell));
    }

    [Fact]
    public void Categories_beyond_those_with_slots_share_buckets()
    {
        var feature = new CategoricalFeature("town", ["Bonn"], Buckets: 4);

        Assert.Equal(1 + 4 + 1, feature.Width);
        Assert.InRange(feature.IndexOf("Köln"), 1, 4);
        Assert.Equal(feature.IndexOf("Köln"), feature.IndexOf("KÖLN"));
        Assert.True(Enumerable.Range(0, 50).Select(i => feature.IndexOf($"town {i}")).Distinct().Count() == 4);
        Assert.Equal([0, 0, 0, 0, 0, 1], Encode(feature, float.NaN));
    }

    [Theory]
    [InlineData("1.0", 0)]
    [InlineData("1", 0)]
    [InlineData("2", 1)]
    [InlineData("3", 2)]
    public void A_code_is_found_however_its_number_is_written(string text, int expected) =>
        Assert.Equal(expected, new CategoricalFeature("region", ["1", "2.0"]).IndexOf(text));

    [Fact]
    public void A_vector_can_be_scaled_to_length_1()
    {
        var recipe = new FeatureRecipe([Number("a"), Number("b")], RowScaling.UnitLength);
        var vector = new float[2];

        recipe.Encode([3, 4], vector);
        Assert.Equal([0.6f, 0.8f], vector);
        recipe.Encode([0, 0], vector);
        Assert.Equal([0, 0], vector);
        recipe.Encode([float.MaxValue, float.MinValue], vector);
        Assert.All(vector, slot => Assert.Equal(0.70710678f, Math.Abs(slot)));
    }

    private static NumericFeature Number(string name) => new(name, 0, new NumberScaling(0, 1), 0, 9, FlagsMissing: false, "point");

    private static DateFeature Date(DateParts parts) => new("since", "dd.MM.yyyy", 0, 30, 9, new NumberScaling(0, 1), parts, FlagsMissing: false);

    private static float[] Read(FeatureColumn feature, string text)
    {
        var cells = new float[feature.CellWidth];
        Assert.True(feature.TryReadText(text, cells));
        return cells;
    }

    private static float[] Encode(FeatureColumn feature, params float[] cells)
    {
        var slots = new float[feature.Width];
        Array.Fill(slots, 9);
        feature.Encode(cells, slots);
        return slots;
    }
}
