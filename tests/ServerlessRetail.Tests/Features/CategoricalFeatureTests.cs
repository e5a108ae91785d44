using ServerlessRetail.Features;

namespace ServerlessRetail.Tests.Features;

public sealed class CategoricalFeatureTests
{
    private readonly CategoricalFeature _tier = new("tier", ["gold", "Silver"]);

    [Theory]
    [InlineData("gold", 0)]
    [InlineData("GOLD", 0)]
    [InlineData("silver", 1)]
    [InlineData("bronze", 2)]
    [InlineData("", 2)]
    public void A_text_is_found_in_any_case(string text, int expected) => Assert.Equal(expected, _tier.IndexOf(text));

    [Fact]
    public void Case_counts_where_two_categories_differ_by_it()
    {
        var feature = new CategoricalFeature("size", ["m", "M"]);

        Assert.Equal(0, feature.IndexOf("m"));
        Assert.Equal(1, feature.IndexOf("M"));
    }

    [Theory]
    [InlineData(0, new float[] { 1, 0, 0, 0 })]
    [InlineData(1, new float[] { 0, 1, 0, 0 })]
    [InlineData(2, new float[] { 0, 0, 1, 0 })]
    [InlineData(float.NaN, new float[] { 0, 0, 0, 1 })]
    public void One_slot_is_on_the_last_two_for_unknown_and_missing(float cell, float[] expected)
    {
        float[] slots = [9, 9, 9, 9];

        _tier.Encode([cell], slots);

        Assert.Equal(4, _tier.Width);
        Assert.Equal(expected, slots);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(float.NaN, 3)]
    public void An_ordinal_slot_has_the_place_of_the_category(float cell, float expected) => Assert.Equal(expected, Encode(_tier with { IsOrdinal = true }, cell));

    [Fact]
    public void Ordinal_categories_that_are_numbers_are_ordered_by_size()
    {
        var hour = new CategoricalFeature("hour", ["17", "8", "12"], Buckets: 2, IsOrdinal: true);

        Assert.Equal([2, 0, 1, 3, 4, 5], new[] { 0, 1, 2, 3, 4, float.NaN }.Select(cell => Encode(hour, cell)));
    }

    private static float Encode(CategoricalFeature feature, float cell)
    {
        var slots = new float[1];
        Assert.Equal(1, feature.Width);
        feature.Encode([cell], slots);
        return slots[0];
    }
}
