using System.Buffers.Text;
using System.Text;
using CsCheck;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

public sealed class ShortestDigitsTests
{
    private static readonly Gen<double> AnyNumber = Gen.OneOf(
        Gen.Double[-1, 1], Gen.Double[-0.01, 0.01], Gen.Double[-1e3, 1e3], Gen.Double[-1e15, 1e15],
        Gen.Select(Gen.Long[-99_999_999_999_999_999, 99_999_999_999_999_999], Gen.Int[0, 19], (digits, places) => digits / Math.Pow(10, places)),

        // Exactly between two decimals.
        Gen.Select(Gen.Long[-(1L << 52), 1L << 52], Gen.Int[0, 60], (whole, places) => whole / (double)(1L << places)),
        Gen.Select(Gen.Int[-40_000, 40_000], Gen.Int[0, 30], (whole, places) => whole / (double)(1L << places)));

    [Fact]
    public void What_is_written_is_what_the_framework_writes() => AnyNumber.Sample(number => Assert.Equal(Framework(number), Written(number) ?? Framework(number)), iter: 200_000);

    [Fact]
    public void Nearly_all_numbers_of_common_size_are_written()
    {
        var random = new Random(5);

        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => Written(random.NextDouble()) is not null), 9_950, 10_000);
    }

    [Theory]
    [InlineData(0.9781393050580841, "0.9781393050580841")]
    [InlineData(0.33782926806909164, "0.33782926806909164")]
    [InlineData(-0.001234567890123, "-0.001234567890123")]
    [InlineData(0.1, "0.1")]
    [InlineData(123456789012345.6, "123456789012345.6")]
    [InlineData(999999999999999.9, "999999999999999.9")]
    [InlineData(7, "7")]
    [InlineData(-1048577, "-1048577")]
    [InlineData(1.00000762939453125, "1.0000076293945312")]
    public void Numbers_are_as_short_as_they_can_be(double number, string expected) => Assert.Equal(expected, Written(number));

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(0.000999)]
    [InlineData(1e15)]
    [InlineData(0.5)]
    public void Others_are_left_to_the_framework(double number) => Assert.Null(Written(number));

    private static string? Written(double number)
    {
        var utf8 = new byte[24];
        return ShortestDigits.TryWrite(number, utf8, out var length) ? Encoding.UTF8.GetString(utf8, 0, length) : null;
    }

    private static string Framework(double number)
    {
        var utf8 = new byte[32];
        Utf8Formatter.TryFormat(number, utf8, out var length);
        return Encoding.UTF8.GetString(utf8, 0, length);
    }
}
