using ServerlessRetail.Features;
using ServerlessRetail.Tests.Datasets;

namespace ServerlessRetail.Tests.Features;

public sealed class CellMatrixTests
{
    private static readonly FeatureRecipe Recipe = new(
    [
        new NumericFeature("spend", Fill: 5, Scaling: new NumberScaling(4, 2), Minimum: 0, Maximum: 9, FlagsMissing: true, Format: "point"),
        new CategoricalFeature("tier", ["gold", "silver"]),
    ]);

    [Fact]
    public void Rows_come_in_the_order_asked_for_and_columns_in_that_of_the_recipe()
    {
        var dataset = new DatasetBuilder(4).Cycle("tier", "gold", "SILVER", null, "new").Floats("spend", row => row == 2 ? float.NaN : row).Build();

        var matrix = CellMatrix.Create(dataset, Recipe, [3, 2, 1, 3]);

        Assert.Equal(4, matrix.RowCount);
        Assert.Equal([3, 2], matrix.Row(0));
        Assert.Equal([float.NaN, float.NaN], matrix.Row(1));
        Assert.Equal([1, 1], matrix.Row(2));
        Assert.Equal([3, 2], matrix.Row(3));
    }

    [Fact]
    public void Cells_become_vectors_of_the_recipes_slots()
    {
        var dataset = new DatasetBuilder(2).Cycle("tier", "silver", null).Floats("spend", row => row == 0 ? 8 : float.NaN).Build();

        var vectors = CellMatrix.Create(dataset, Recipe, [0, 1]).EncodeAll();

        Assert.Equal([2, 0, 0, 1, 0, 0], vectors[0]);
        Assert.Equal([0.5f, 1, 0, 0, 0, 1], vectors[1]);
    }

    [Fact]
    public void A_column_that_the_file_lacks_is_missing_in_every_row()
    {
        var matrix = CellMatrix.Create(new DatasetBuilder(2).Cycle("other", "x", "y").Build(), Recipe, [0, 1]);

        Assert.Equal([float.NaN, float.NaN], matrix.Row(0));
        Assert.Equal([float.NaN, float.NaN], matrix.Row(1));
    }

    [Fact]
    public void Texts_where_the_recipe_has_numbers_are_missing_unless_they_are_numbers()
    {
        var matrix = CellMatrix.Create(new DatasetBuilder(3).Cycle("spend", "much", "7.5", null).Build(), Recipe, [0, 1, 2]);

        Assert.Equal([float.NaN, 7.5f, float.NaN], Enumerable.Range(0, 3).Select(row => matrix.Row(row)[0]));
    }

    [Fact]
    public void Numbers_where_the_recipe_has_texts_are_unknown_and_missing_cells_stay_missing()
    {
        var matrix = CellMatrix.Create(new DatasetBuilder(2).Floats("tier", row => row == 0 ? 3 : float.NaN).Build(), Recipe, [0, 1]);

        Assert.Equal(2, matrix.Row(0)[1]);
        Assert.Equal(float.NaN, matrix.Row(1)[1]);
    }
}
