using System.Runtime.InteropServices;
using CsCheck;
using ServerlessRetail.Features;

namespace ServerlessRetail.Tests.Features;

/// <summary>A recipe encodes a row bit for bit as its columns do one after the other.</summary>
public sealed class EncodingPlanTests
{
    private static readonly Gen<float> Cell = Gen.OneOf(Gen.Float, Gen.Const(float.NaN), Gen.Const(0f), Gen.Const(-0f), Gen.Const(float.MaxValue), Gen.Const(12.5f));

    private static readonly Gen<(FeatureColumn Column, float[] Cells)> Column = Gen.OneOf(
        Gen.Select(Cell, Gen.Bool, Gen.Bool, (cell, flags, isLog) => Of(
            new NumericFeature("n", 40, new NumberScaling(3, 7, -100, 1e6f, isLog), 0, 1, flags, "point"), cell)),
        Gen.Select(Gen.Int[0, 2], Gen.Bool, (cell, flags) => Of(new BooleanFeature("b", 0.3f, flags), cell == 2 ? float.NaN : cell)),
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Int[1, 4], Gen.Bool, (cell, categories, buckets, ordinal) => Of(
            new CategoricalFeature("c", [.. Enumerable.Range(0, categories).Select(i => $"{i}")], buckets, ordinal), cell < categories + buckets ? cell : float.NaN)),
        Gen.Select(Gen.Int[0, 30_000], Gen.Int[0, 86_399], Gen.Bool, (day, seconds, flags) => Of(
            new DateFeature("d", "yyyy-MM-dd", 0, 30_000, 9, new NumberScaling(3, 7), DateParts.Weekday | DateParts.Month | DateParts.Hour, flags), day % 9 == 0 ? float.NaN : day, seconds)),
        Gen.Select(Gen.String, Gen.Bool, (text, flags) => OfText(new TextFeature("t", 5, flags), text)));

    [Fact]
    public void As_its_columns_do() => Gen.Select(Column.Array[1, 12], Gen.Float).Sample((columns, before) =>
    {
        var recipe = new FeatureRecipe([.. columns.Select(column => column.Column)]);
        var (expected, actual) = (new float[recipe.Width], new float[recipe.Width]);
        actual.AsSpan().Fill(before);
        for (var column = 0; column < columns.Length; column++)
            columns[column].Column.Encode(columns[column].Cells, expected.AsSpan(recipe.SlotsOf(column)));

        recipe.Encode([.. columns.SelectMany(column => column.Cells)], actual);

        return MemoryMarshal.AsBytes<float>(expected).SequenceEqual(MemoryMarshal.AsBytes<float>(actual));
    }, iter: 2_000);

    [Fact]
    public void A_copy_with_other_columns_encodes_those()
    {
        var narrow = new FeatureRecipe([new BooleanFeature("b", 0.5f, FlagsMissing: false)]);
        var recipe = narrow with { Columns = [new CategoricalFeature("c", ["x"]), new BooleanFeature("b", 0.5f, FlagsMissing: true)] };
        var vector = new float[recipe.Width];

        recipe.Encode([1, float.NaN], vector);

        Assert.Equal([0, 1, 0, 0.5f, 1], vector);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public void A_category_that_is_none_is_refused(float cell) =>
        Assert.Throws<ArgumentException>(() => new FeatureRecipe([new CategoricalFeature("c", ["x", "y"])]).Encode([cell], new float[4]));

    private static (FeatureColumn Column, float[] Cells) Of(FeatureColumn column, params float[] cells) => (column, cells);

    private static (FeatureColumn Column, float[] Cells) OfText(TextFeature column, string text)
    {
        var cells = new float[column.CellWidth];
        column.TryReadText(text, cells);
        return (column, cells);
    }
}
