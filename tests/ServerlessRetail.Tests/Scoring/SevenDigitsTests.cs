using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CsCheck;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

public sealed class SevenDigitsTests
{
    private static readonly Gen<double> AnyNumber = Gen.OneOf(
        Gen.Double, Gen.Double[-1, 1], Gen.Double[-1e9, 1e9], Gen.Double[-1e-3, 1e-3],
        Gen.Select(Gen.Int[-99_999_999, 99_999_999], Gen.Int[-12, 12]).Select((digits, power) => double.Parse(FormattableString.Invariant($"{digits}e{power}"), CultureInfo.InvariantCulture)));

    [Fact]
    public void Numbers_keep_seven_digits() => AnyNumber.Sample(number =>
    {
        var rounded = SevenDigits.Round(number);
        return Math.Abs(number) is >= 1e-15 and < 1e15
            ? rounded == double.Parse(rounded.ToString("E6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                && Math.Abs(rounded - number) <= 0.5000001e-6 * Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(number)) + 1e-9))
            : rounded.Equals(number);
    });

    [Fact]
    public void What_is_written_is_what_the_framework_writes() => AnyNumber.Sample(number =>
    {
        var (ours, framework) = (new byte[24], new byte[32]);
        return new[] { number, SevenDigits.Round(number) }.All(value =>
        {
            Utf8Formatter.TryFormat(value, framework, out var expected);
            return !SevenDigits.TryWrite(value, ours, out var length) || ours.AsSpan(0, length).SequenceEqual(framework.AsSpan(0, expected));
        });
    });

    [Theory]
    [InlineData(1.140223077207338, "1.140223")]
    [InlineData(-0.04752697439910744, "-0.04752697")]
    [InlineData(0.00012345678, "0.0001234568")]
    [InlineData(1234567.89, "1234568")]
    [InlineData(9999999.4, "9999999")]
    [InlineData(0.99999996, "1")]
    [InlineData(0.1, "0.1")]
    [InlineData(663.4418, "663.4418")]
    public void Rounded_numbers_are_short(double number, string expected)
    {
        var utf8 = new byte[24];

        Assert.True(SevenDigits.TryWrite(SevenDigits.Round(number), utf8, out var length));
        Assert.Equal(expected, Encoding.UTF8.GetString(utf8, 0, length));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-5)]
    [InlineData(12345678)]
    [InlineData(0.33782926806909164)]
    public void Other_numbers_are_left_to_the_framework(double number)
    {
        Assert.False(SevenDigits.TryWrite(number, new byte[24], out var length));
        Assert.Equal(0, length);
    }
}
