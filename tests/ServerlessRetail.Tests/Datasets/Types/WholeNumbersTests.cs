using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets.Types;

public sealed class WholeNumbersTests
{
    private static readonly Gen<float> Number = Gen.OneOf(
        Gen.Int[-3, 3].Select(number => (float)number), Gen.Int[-20, 20].Select(number => number / 4f), Gen.Const(float.NaN), Gen.Const(-0f), Gen.Const(3e9f));

    [Fact]
    public void Distinct_numbers_are_counted_as_a_set_would() => Number.Array[1, 60].Sample(numbers =>
        WholeNumbers.CountDistinct(Column(numbers)) == numbers.Where(number => !float.IsNaN(number)).ToHashSet().Count);

    [Fact]
    public void Numbers_are_whole_where_nothing_is_left_of_a_division_by_one() => Number.Array[1, 6].Sample(numbers =>
    {
        var present = numbers.Where(number => !float.IsNaN(number)).ToArray();

        return WholeNumbers.Are(Column(numbers), out var minimum, out var maximum) == (present.Length > 0 && present.All(number => number % 1 == 0))
            && (present.Any(number => number % 1 != 0) || present.Length == 0 || (minimum == present.Min() && maximum == present.Max()));
    });

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_infinite_number_is_not_whole(float number) => Assert.False(WholeNumbers.Are(Column([1, number]), out _, out _));

    private static Column Column(float[] numbers) => new DatasetBuilder(numbers.Length).Floats("x", row => numbers[row]).Build().Columns[0];
}
