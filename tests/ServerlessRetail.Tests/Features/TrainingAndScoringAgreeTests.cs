using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Features;

/// <summary>A row of the training file, sent as a customer, gives bit for bit the vector that training saw.</summary>
public sealed class TrainingAndScoringAgreeTests
{
    private static readonly Gen<string> Padding = OneOf("", "", "", " ", "\t", "\u00A0", " \u0001");

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[-50, 50].Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Float[-1e6f, 1e6f].Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Double[-10, 10].Select(number => number.ToString(CultureInfo.InvariantCulture)),
        // Halfway between two floats, and a hair above: rounding twice goes wrong.
        Gen.Const("1.0000000596046447753906251"),
        Missing);

    private static readonly Gen<string> Category = Gen.OneOf(
        OneOf("gold", "Gold", "GOLD", "silver", "bronze", "\u2003gold", "ü ß \u2028", "true", "a,\"b\""),
        Missing);

    private static Gen<string> Missing => OneOf("", "NA", "n/a", "?", "  ");

    private static readonly Gen<string> Date = Gen.OneOf(
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 28], (month, day) => $"{day}/{month}/2024"),
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 23], (month, hour) => $"17/{month:00}/1999 {hour}:59:59"),
        Missing);

    private static readonly Gen<string> Text = Gen.OneOf(
        OneOf("came", "back", "ÉTÉ", "x-1", "…").Array[1, 12].Select(words => string.Join(' ', words)),
        Missing);

    private static readonly Gen<string> Code = Gen.OneOf(Gen.Int[1, 5].Select(code => $"{code}"), OneOf("1.0", "01"), Missing);

    private static Gen<string[]> Row => Gen.Select(
        Padded(Number), Padded(Category), Gen.Select(Padded(OneOf("yes", "YES", "No", "no", "NA")), Padded(Date), Padded(Text), Padded(Code)),
        (number, category, rest) => new[] { number, category, rest.Item1, rest.Item2, rest.Item3, rest.Item4 });

    private static readonly string[] Names = ["number", "category", "flag", "since", "comment", "region"];

    private static readonly ColumnType[] Types =
        [ColumnType.Numeric, ColumnType.Categorical, ColumnType.Boolean, ColumnType.Date, ColumnType.Text, ColumnType.Categorical];

    [Fact]
    public void Sent_as_texts() => Row.Array[30, 60].Sample(rows => Agree(rows, asNumbers: false), iter: 300);

    [Fact]
    public void Sent_as_numbers() => Row.Array[30, 60].Sample(rows => Agree(rows, asNumbers: true), iter: 300);

    [Fact]
    public void With_other_scalings() => Row.Array[30, 60].Select(Gen.Int[0, 2]).Sample(
        (rows, scaling) => Agree(rows, asNumbers: false, new FeatureOptions((SlotScaling)scaling, RowScaling.UnitLength)), iter: 100);

    [Fact]
    public void Of_thousands_of_distinct_values()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 3_000).Select(row => new[]
        {
            $"{random.NextDouble() * 1e5:0.###}", $"town {random.Next(300)}", row % 3 == 0 ? "yes" : "no", $"17/{1 + (row % 12)}/{1950 + (row % 70)}",
            $"bought article {random.Next(5_000)} and {random.Next(9)}", $"{row % 5}",
        }).ToArray();

        Assert.True(Agree(rows, asNumbers: true));
    }

    private static bool Agree(string[][] rows, bool asNumbers, FeatureOptions? options = null)
    {
        var dataset = Read(rows);
        var schema = new DatasetSchema(ModelBuilder.ChurnLabel, null,
            [.. Names.Select((name, i) => new ColumnSchema(name, Types[i], ColumnRole.Feature, 0, null, "given") { Format = Types[i] == ColumnType.Date ? "dd/MM/yyyy" : null })]);
        int[] all = [.. Enumerable.Range(0, rows.Length)];
        if (!TryLearn(dataset, schema, all, options, out var recipe))
            return true;
        var expected = CellMatrix.Create(dataset, recipe, all).EncodeAll();
        var reader = new CustomerReader(new ModelBuilder(recipe).Build());

        return all.All(row => Bits(expected[row]).SequenceEqual(Bits(Score(reader, recipe, Json(rows[row], asNumbers)))));
    }

    private static float[] Score(CustomerReader reader, FeatureRecipe recipe, string json)
    {
        using var document = JsonDocument.Parse(json);
        var customer = reader.Read(document.RootElement, "");
        Assert.Empty(customer.Errors);
        var vector = new float[recipe.Width];
        recipe.Encode(customer.Cells, vector);
        return vector;
    }

    private static ReadOnlySpan<byte> Bits(float[] vector) => MemoryMarshal.AsBytes(vector.AsSpan());

    private static Dataset Read(string[][] rows)
    {
        // The last column keeps a row whose other cells are all missing from counting as empty.
        var text = new StringBuilder(string.Join(',', Names) + ",kept\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(',', row.Select(Quote))},x\n");
        return Reading.OfAsync(text.ToString()).GetAwaiter().GetResult().Dataset;
    }

    private static string Json(string[] row, bool asNumbers) =>
        $"{{ {string.Join(", ", row.Select((cell, i) => $"\"{Names[i]}\": {(asNumbers && Names[i] is "number" or "region" or "flag" ? Bare(cell, Names[i]) : JsonSerializer.Serialize(cell))}"))} }}";

    /// <summary>A number or a flag as JSON writes one; a code such as 01 stays a text.</summary>
    private static string Bare(string cell, string name)
    {
        var trimmed = CellText.Trim(cell.AsSpan()).ToString();
        if (CellText.Default.IsMissing(trimmed) || trimmed == "01")
            return JsonSerializer.Serialize(cell);
        return name != "flag" ? trimmed : trimmed.StartsWith("y", StringComparison.OrdinalIgnoreCase) ? "true" : "false";
    }

    private static bool TryLearn(Dataset dataset, DatasetSchema schema, int[] rows, FeatureOptions? options, out FeatureRecipe recipe)
    {
        try
        {
            recipe = FeatureLearner.Learn(dataset, schema, rows, options);
            return recipe.Columns.Count >= 5;
        }
        catch (RejectedException)
        {
            recipe = new FeatureRecipe([]);
            return false;
        }
    }

    private static Gen<string> Padded(Gen<string> cell) => Gen.Select(Padding, cell, Padding, (left, text, right) => left + text + right);

    private static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
