using System.Globalization;
using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("point", "1234.5", 1234.5f)]
    [InlineData("point", " -0.25 ", -0.25f)]
    [InlineData("point", "1e3", 1000f)]
    [InlineData("point", "+7", 7f)]
    [InlineData("point", ".5", 0.5f)]
    [InlineData("comma", "2,6", 2.6f)]
    [InlineData("comma", "\u22121,5", -1.5f)]
    [InlineData("point-grouped", "1,234,567.5", 1234567.5f)]
    [InlineData("point-grouped", "1234", 1234f)]
    [InlineData("point-grouped", "12'345", 12345f)]
    [InlineData("comma-grouped", "1.234,5", 1234.5f)]
    [InlineData("comma-grouped", "1\u00A0234,5", 1234.5f)]
    [InlineData("comma-grouped", "1\u202F234", 1234f)]
    [InlineData("point-currency", "$-5.50", -5.5f)]
    [InlineData("point-currency", "-$5.50", -5.5f)]
    [InlineData("comma-grouped-currency", "1.234,50 €", 1234.5f)]
    [InlineData("point-percent", "12 %", 12f)]
    public void Numbers_are_read_as_the_column_writes_them(string id, string text, float expected)
    {
        Assert.Equal(expected, NumberFormat.FromId(id).Parse(text));
        Assert.Equal(expected, NumberFormat.FromId(id).Parse(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("point", "1,5")]
    [InlineData("point", "1.2.3")]
    [InlineData("point", "")]
    [InlineData("point", "-")]
    [InlineData("point", ".")]
    [InlineData("point", "1e999")]
    [InlineData("point", "4e38")]
    [InlineData("point", "Infinity")]
    [InlineData("point", "0x1F")]
    [InlineData("point", "1 000")]
    [InlineData("point", "--1")]
    [InlineData("point-grouped", "12,34")]
    [InlineData("point-grouped", "0,757")]
    [InlineData("point-grouped", "1,234'567")]
    [InlineData("point-grouped", "1,234,")]
    [InlineData("point-percent", "12")]
    [InlineData("comma", "18.00.00")]
    public void What_is_no_number_is_NaN(string id, string text) =>
        Assert.Equal(float.NaN, NumberFormat.FromId(id).Parse(text));

    [Fact]
    public void Every_format_is_found_by_its_id()
    {
        Assert.All(NumberFormat.All, format => Assert.Same(format, NumberFormat.FromId(format.Id)));
        Assert.Throws<ArgumentException>(() => NumberFormat.FromId("roman"));
    }

    [Fact]
    public void Short_and_long_decimals_are_rounded_as_the_framework_does() =>
        Gen.Select(Gen.Int[-1, 1], Gen.String[Gen.Char['0', '9'], 1, 22], Gen.Int[0, 22]).Sample((sign, digits, places) =>
        {
            var text = (sign < 0 ? "-" : "") + (places >= digits.Length ? digits : digits.Insert(digits.Length - places, "."));
            return NumberFormat.Point.Parse(text) == float.Parse(text, CultureInfo.InvariantCulture);
        });

    [Fact]
    public void Numbers_in_a_buffer_are_read_as_those_that_stand_alone() =>
        Gen.Select(
            Gen.OneOf(Gen.String[Gen.Char["0123456789.,-"], 0, 9], Gen.String[Gen.Char["0159.,-+e$% x"], 0, 9]),
            Gen.Int[0, NumberFormat.All.Count - 1].Select(i => NumberFormat.All[i]),
            Gen.Byte.Array[sizeof(ulong)]).Sample(
            (text, format, rest) =>
            {
                byte[] buffer = [.. "7."u8, .. Encoding.UTF8.GetBytes(text), .. rest];

                return format.Parse(buffer, 2, text.Length).Equals(format.Parse(text))
                    && format.Parse(text).Equals(format.Parse(" " + text));
            },
            iter: 50_000);

    [Fact]
    public void Floats_survive_being_written_and_read() =>
        Gen.Float.Sample(value => !float.IsFinite(value) || NumberFormat.Point.Parse(value.ToString("R", CultureInfo.InvariantCulture)) == value);

    [Fact]
    public void Decimals_between_two_floats_round_to_even() =>
        Gen.UInt[1, (1 << 24) - 2].Sample(mantissa =>
        {
            // Exactly between two floats, then a hair above: the tie goes to the even one, the other up.
            var middle = ((decimal)mantissa + 0.5m) / 1m;
            var text = middle.ToString(CultureInfo.InvariantCulture);
            return NumberFormat.Point.Parse(text) == float.Parse(text, CultureInfo.InvariantCulture)
                && NumberFormat.Point.Parse(text + "000001") == float.Parse(text + "000001", CultureInfo.InvariantCulture);
        });

    [Theory]
    [InlineData("a;b\n1,5;x\n2,25;x\n", "comma")]
    [InlineData("a,b\n\"1,234\",x\n\"12,500\",x\n", "point-grouped")]
    [InlineData("a;b\n1.234,5;x\n7;x\n", "comma-grouped")]
    [InlineData("a,b\n$5,x\n$7.50,x\n", "point-currency")]
    [InlineData("a,b\n5%,x\n7.5%,x\n", "point-percent")]
    [InlineData("a,b\n1.5,x\n2,x\n", "point")]
    [InlineData("a,b\nred,x\ngreen,x\n", "point")]
    [InlineData("a,b\n\"0,25\",x\n\"1,234\",x\n", "comma")]
    public async Task A_column_has_one_format(string text, string id)
    {
        var reading = await Reading.OfAsync(text);

        Assert.Equal(id, reading.Dataset.Columns[0].NumberFormat.Id);
    }
}
