using CsCheck;
using ServerlessRetail.Features;

namespace ServerlessRetail.Tests.Features;

public sealed class NumericFeatureTests
{
    [Fact]
    public void A_number_is_standardised()
    {
        var feature = Feature();

        Assert.Equal([-2.5f], Encode(feature, 5));
        Assert.Equal([0f], Encode(feature, 10));
        Assert.Equal([1f], Encode(feature, 12));
    }

    [Fact]
    public void A_missing_number_counts_as_the_median() =>
        Assert.Equal([-0.5f], Encode(Feature(), float.NaN));

    [Fact]
    public void Where_it_carries_signal_a_second_slot_says_that_the_number_was_missing()
    {
        var feature = Feature() with { FlagsMissing = true };

        Assert.Equal(2, feature.Width);
        Assert.Equal([-0.5f, 1f], Encode(feature, float.NaN));
        Assert.Equal([1f, 0f], Encode(feature, 12));
    }

    [Fact]
    public void No_number_gives_a_slot_that_is_not_finite() =>
        Gen.Select(AnyFinite, AnyFinite, AnyFinite).Sample((cell, mean, deviation) =>
            float.IsFinite(Encode(Feature() with { Scaling = new NumberScaling(mean, Math.Max(Math.Abs(deviation), float.Epsilon)) }, cell)[0]));

    [Theory]
    [InlineData("point", "1234.5", 1234.5f)]
    [InlineData("comma", "1234,5", 1234.5f)]
    [InlineData("comma", "1234.5", 1234.5f)]
    [InlineData("comma-grouped", "1.234,5", 1234.5f)]
    [InlineData("comma-grouped", "1.234", 1234f)]
    [InlineData("point-grouped-currency", "$ 1,234.5", 1234.5f)]
    [InlineData("point-percent", "12 %", 12f)]
    [InlineData("point", "1,234.5", float.NaN)]
    [InlineData("point", "many", float.NaN)]
    public void Text_is_read_in_the_format_of_the_training_file_or_as_JSON_writes_numbers(string format, string text, float expected)
    {
        float[] cells = [0];

        var isRead = Feature(format).TryReadText(text, cells);

        Assert.Equal(float.IsFinite(expected), isRead);
        Assert.Equal(expected, cells[0]);
    }

    private static Gen<float> AnyFinite => Gen.OneOf(Gen.Float[float.MinValue, float.MaxValue], Gen.Float[-100, 100], Gen.Const(float.MaxValue), Gen.Const(float.MinValue));

    private static NumericFeature Feature(string format = "point") =>
        new("spend", Fill: 9, Scaling: new NumberScaling(10, 2), Minimum: 1, Maximum: 20, FlagsMissing: false, format);

    private static float[] Encode(NumericFeature feature, float cell)
    {
        var slots = new float[feature.Width];
        Array.Fill(slots, float.NaN);
        feature.Encode([cell], slots);
        return slots;
    }
}
