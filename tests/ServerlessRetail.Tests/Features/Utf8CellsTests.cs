using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;

namespace ServerlessRetail.Tests.Features;

/// <summary>A value that comes as UTF-8 gives the very cells of the same value as a text.</summary>
public sealed class Utf8CellsTests
{
    private static readonly FeatureColumn[] Columns =
    [
        .. NumberFormat.All.Select(format => new NumericFeature("number", 1, new NumberScaling(0, 1), 0, 1, FlagsMissing: true, format.Id)),
        new NumericFeature("sentinels", 1, new NumberScaling(0, 1), 0, 1, FlagsMissing: true, "point") { MissingNumbers = [-1, 999, 1234.5f] },
        new BooleanFeature("flag", 0.5f, FlagsMissing: true),
        new CategoricalFeature("tier", ["gold", "Gold", "Silber", "ÜBER", "straße", "a category of more than sixteen bytes", "\uFFFD", "\ud800"]),
        new CategoricalFeature("code", ["1", "2", "10.5", "01", "yes"], Buckets: 7),
        new CategoricalFeature("empty", []) { MissingNumbers = [0] },
        new DateFeature("since", "dd/MM/yyyy", 0, 10, 5, null, DateParts.Weekday, FlagsMissing: true),
        new DateFeature("at", "HH:mm:ss", 0, 10, 5, null, DateParts.Hour, FlagsMissing: true),
        new TextFeature("comment", Buckets: 16, FlagsMissing: true),
    ];

    private static readonly string[] Pieces =
    [
        "", " ", "\t", "\u00A0", "\u2003", "\0", "gold", "GOLD", "silber", "SILBER", "über", "STRASSE", "straſſe", "a category of more than sixteen bytes",
        "1", "1.0", "2", "02", "10,5", "10.50", "1,234.5", "1.234,5", "1 234,5", "1\u202F234", "1’234", "1e3", "1E-3", "-1", "\u22121", "+999", "1e400", "12 %", "$ 5", "€",
        "yes", "Yes", "YES", "yEs", "ja", "SÍ", "true", "t", "0.0", "off", "17/01/1970", "1970-01-17", "23:59", "came back", "\uFFFD", "\ud83d\ude00", "é", "e\u0301",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[1, 4].Select(string.Concat),
        Gen.Float.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Int[0, 700].Select(length => new string(' ', length) + "1"),
        Gen.Int[0, 700].Select(length => string.Concat(Enumerable.Repeat("größe ", length))),
        Gen.Char.Array[0, 8].Select(characters => new string(characters)));

    [Fact]
    public void As_the_same_text() => Text.Sample(text => Agree(Encoding.UTF8.GetBytes(text)), iter: 5_000);

    [Fact]
    public void As_the_text_that_remains_of_bytes_that_are_no_UTF8() => Gen.Select(Gen.Byte.Array[0, 6], Text, Gen.Byte.Array[0, 3]).Sample(
        (before, text, after) => Agree([.. before, .. Encoding.UTF8.GetBytes(text), .. after]), iter: 5_000);

    [Fact]
    public void Every_known_category_is_found_in_its_own_place()
    {
        string[] categories = [.. Enumerable.Range(0, 2_000).Select(i => $"{new string('x', i % 30)}{i}")];
        var column = new CategoricalFeature("town", categories);
        var cells = new float[1];

        foreach (var (place, category) in categories.Index())
        {
            column.TryReadUtf8(Encoding.UTF8.GetBytes(category), cells);
            Assert.Equal(place, cells[0]);
        }
    }

    [Fact]
    public void The_usual_value_costs_no_memory()
    {
        var cells = new float[16];
        FeatureColumn[] columns = [Columns[0], .. Columns.OfType<BooleanFeature>(), .. Columns.OfType<CategoricalFeature>(), .. Columns.OfType<DateFeature>(), .. Columns.OfType<TextFeature>()];
        Assert.Equal(0, Allocated.By(ReadAll));

        void ReadAll()
        {
            foreach (var column in columns)
            {
                column.TryReadUtf8("gold"u8, cells);
                column.TryReadUtf8("12.50"u8, cells);
                column.TryReadUtf8(" Yes"u8, cells);
                column.TryReadUtf8("1970-01-17"u8, cells);
                column.IsMissing("12.50"u8);
            }
        }
    }

    private static bool Agree(byte[] utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        foreach (var column in Columns)
        {
            var (expected, actual) = (new float[column.CellWidth], new float[column.CellWidth]);
            if (column.TryReadText(text, expected) != column.TryReadUtf8(utf8, actual)
                || !MemoryMarshal.AsBytes<float>(expected).SequenceEqual(MemoryMarshal.AsBytes<float>(actual))
                || column.IsMissing(text) != column.IsMissing(utf8))
            {
                return false;
            }
        }
        return true;
    }
}
