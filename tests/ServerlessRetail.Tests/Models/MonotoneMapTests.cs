using CsCheck;
using ServerlessRetail.Models;

namespace ServerlessRetail.Tests.Models;

public sealed class MonotoneMapTests
{
    private static readonly MonotoneMap Map = new([-1, 0, 2], [0.1, 0.5, 0.9]);

    [Theory]
    [InlineData(-9, 0.1)]
    [InlineData(-1, 0.1)]
    [InlineData(-0.5, 0.3)]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.7)]
    [InlineData(2, 0.9)]
    [InlineData(1e300, 0.9)]
    public void It_is_straight_between_its_points_and_constant_beyond_them(double input, double expected) => Assert.Equal(expected, Map.Apply(input), 12);

    [Fact]
    public void One_point_is_a_constant() => Assert.Equal(0.4, new MonotoneMap([3], [0.4]).Apply(-7));

    [Fact]
    public void It_never_falls() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0, 5]).Sample((input, step) => Map.Apply(input + step) >= Map.Apply(input));
}
