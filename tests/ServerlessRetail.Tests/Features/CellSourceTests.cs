using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Tests.Datasets;

namespace ServerlessRetail.Tests.Features;

public sealed class CellSourceTests
{
    private static readonly Dataset Customers = new DatasetBuilder(400)
        .Floats("spend", row => row % 17 == 0 ? float.NaN : row * row % 1_009)
        .Texts("joined", row => row % 23 == 0 ? null : $"2024-0{1 + (row % 9)}-1{row % 8}")
        .Cycle("tier", "gold", "silver", null, "bronze", "gold")
        .Texts("notes", row => row % 5 == 0 ? null : $"likes the number {row} and {row * 7}")
        .Cycle("label", "y", "n", "n")
        .Build();

    private static readonly int[] Rows = [.. Enumerable.Range(0, 400).Where(row => row % 3 > 0)];

    private static readonly FeatureRecipes Recipes = new(Customers, SchemaInference.Infer(Customers, new ModelSettings()), Rows);

    [Fact]
    public void Vectors_are_those_of_a_matrix_of_all_cells()
    {
        var expected = CellMatrix.Create(Customers, Recipes.Base, Rows).EncodeAll();

        Assert.Equal(4, Recipes.Base.Columns.Count);
        Assert.Equal(expected, Recipes.Cells.Encode(Rows, Recipes.Base));
    }

    [Fact]
    public void Some_rows_have_the_vectors_that_they_have_among_all()
    {
        var trees = Recipes.For(new FeatureOptions(TakesLogs: false, OneHot: false));

        var all = Recipes.Cells.Encode(Rows, trees);

        Assert.Equal(all[90..], Recipes.Cells.Encode(Rows[90..], trees));
    }

    [Fact]
    public void A_recipe_is_learned_once_for_the_same_options_and_reads_the_same_cells()
    {
        var trees = Recipes.For(new FeatureOptions(OneHot: false));

        Assert.Same(trees, Recipes.For(new FeatureOptions(OneHot: false)));
        Assert.Same(Recipes.Base, Recipes.For(new FeatureOptions()));
        Assert.Equal(Recipes.Base.CellWidth, trees.CellWidth);
        Assert.True(trees.Width < Recipes.Base.Width);
    }
}
