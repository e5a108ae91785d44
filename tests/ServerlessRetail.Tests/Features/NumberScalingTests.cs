using CsCheck;
using ServerlessRetail.Features;

namespace ServerlessRetail.Tests.Features;

public sealed class NumberScalingTests
{
    [Fact]
    public void An_outlier_counts_as_the_bound_and_ordinary_numbers_as_themselves()
    {
        float[] numbers = [.. Enumerable.Range(0, 1_000).Select(i => (float)i), 1e6f];

        var scaling = Learn(numbers);

        Assert.InRange(scaling.High, 1_500, 2_500);
        Assert.InRange(scaling.Low, -1_500, -500);
        Assert.Equal(scaling.Apply(scaling.High), scaling.Apply(1e6f));
        Assert.True(scaling.Apply(999) > scaling.Apply(998));
    }

    [Fact]
    public void A_column_that_is_nearly_always_the_same_keeps_its_rare_numbers()
    {
        float[] numbers = [.. Enumerable.Repeat(0f, 1_000), 5];

        Assert.Equal(float.MaxValue, Learn(numbers).High);
    }

    [Fact]
    public void Heavily_skewed_amounts_are_taken_by_their_logarithm()
    {
        Assert.True(Learn([.. Enumerable.Range(0, 1_000).Select(i => MathF.Exp(i / 90f))]).IsLog);
        Assert.False(Learn([.. Enumerable.Range(0, 1_000).Select(i => MathF.Exp(i / 90f) - 9)]).IsLog);
        Assert.False(Learn([.. Enumerable.Range(0, 1_000).Select(i => (float)i)]).IsLog);
    }

    [Fact]
    public void Scalings_do_what_they_promise() => Gen.Float[-1e4f, 1e4f].Array[5, 200].Where(numbers => numbers.Distinct().Count() > 4).Sample(numbers =>
    {
        var sorted = numbers.Order().ToArray();
        var standard = numbers.Select(Learn(sorted).Apply).Select(slot => (double)slot).ToArray();
        var range = numbers.Select(Learn(sorted, SlotScaling.MinMax).Apply).ToArray();
        var median = Learn(sorted, SlotScaling.Robust).Apply(sorted[(int)Math.Round(0.5 * (sorted.Length - 1))]);

        return Math.Abs(standard.Average()) < 1e-3 && Math.Abs(standard.Average(slot => slot * slot) - 1) < 1e-2
            && Math.Abs(range.Min()) < 1e-5 && Math.Abs(range.Max() - 1) < 1e-5 && Math.Abs(median) < 1e-5;
    });

    [Fact]
    public void Numbers_that_are_all_the_same_have_no_scaling() => Assert.Null(NumberScaling.Learn([3, 3, 3], 3, missing: 0, SlotScaling.Standard));

    [Fact]
    public void No_number_is_scaled_to_anything_but_a_number() => Gen.Select(Gen.Float[-1e30f, 1e30f].Array[2, 50], Gen.Float[float.MinValue, float.MaxValue]).Sample((numbers, number) =>
        NumberScaling.Learn([.. numbers.Order()], numbers[0], 1, SlotScaling.Standard) is not { } scaling || float.IsFinite(scaling.Apply(number)));

    private static NumberScaling Learn(float[] numbers, SlotScaling scaling = SlotScaling.Standard)
    {
        var sorted = numbers.Order().ToArray();
        return NumberScaling.Learn(sorted, sorted[sorted.Length / 2], missing: 0, scaling)!;
    }
}
