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

    private static Gen<(string Number, string Category, string Flag)> Row => Gen.Select(
        Gen.Select(Padding, Number, Padding, (left, cell, right) => left + cell + right),
        Gen.Select(Padding, Category, Padding, (left, cell, right) => left + cell + right),
        OneOf("0", "1"));

    [Fact]
    public void Sent_as_texts() => Row.Array[30, 60].Sample(rows => Agree(rows, asNumbers: false), iter: 300);

    [Fact]
    public void Sent_as_numbers() => Row.Array[30, 60].Sample(rows => Agree(rows, asNumbers: true), iter: 300);

    private static bool Agree((string Number, string Category, string Flag)[] rows, bool asNumbers)
    {
        var dataset = Read(rows);
        var schema = new DatasetSchema(ModelBuilder.ChurnLabel, null,
        [
            Feature("number", ColumnType.Numeric), Feature("category", ColumnType.Categorical), Feature("flag", ColumnType.Numeric),
        ]);
        int[] all = [.. Enumerable.Range(0, rows.Length)];
        if (!TryLearn(dataset, schema, all, out var recipe))
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

    private static Dataset Read((string Number, string Category, string Flag)[] rows)
    {
        // The last column keeps a row whose other cells are all missing from counting as empty.
        var text = new StringBuilder("number,category,flag,kept\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{Quote(row.Number)},{Quote(row.Category)},{row.Flag},x\n");
        return Reading.OfAsync(text.ToString()).GetAwaiter().GetResult().Dataset;
    }

    private static string Json((string Number, string Category, string Flag) row, bool asNumbers)
    {
        var trimmed = CellText.Trim(row.Number.AsSpan()).ToString();
        var number = asNumbers && !CellText.Default.IsMissing(trimmed) ? trimmed : JsonSerializer.Serialize(row.Number);
        var flag = asNumbers ? row.Flag == "1" ? "true" : "false" : row.Flag;
        return $$"""{ "number": {{number}}, "category": {{JsonSerializer.Serialize(row.Category)}}, "flag": {{flag}} }""";
    }

    private static bool TryLearn(Dataset dataset, DatasetSchema schema, int[] rows, out FeatureRecipe recipe)
    {
        try
        {
            recipe = FeatureLearner.Learn(dataset, schema, rows);
            return recipe.Columns.Count == 3;
        }
        catch (RejectedException)
        {
            recipe = new FeatureRecipe([]);
            return false;
        }
    }

    private static ColumnSchema Feature(string name, ColumnType type) => new(name, type, ColumnRole.Feature, 0, null, "given");

    private static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
