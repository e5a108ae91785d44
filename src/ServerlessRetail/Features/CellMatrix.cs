using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>The cells of a dataset's rows as a recipe wants them: rows × cells, row by row.</summary>
public sealed class CellMatrix
{
    private readonly float[] _cells;

    private CellMatrix(FeatureRecipe recipe, int rowCount)
    {
        Recipe = recipe;
        RowCount = rowCount;
        _cells = new float[rowCount * recipe.CellWidth];
    }

    public FeatureRecipe Recipe { get; }

    public int RowCount { get; }

    /// <summary>One row's cells, in the order of the recipe's columns.</summary>
    public ReadOnlySpan<float> Row(int row) => _cells.AsSpan(row * Recipe.CellWidth, Recipe.CellWidth);

    /// <param name="dataset">Any dataset; a column of the recipe that it lacks is missing in every row.</param>
    /// <param name="rows">The dataset's rows, in the order in which the matrix shall have them.</param>
    public static CellMatrix Create(Dataset dataset, FeatureRecipe recipe, IReadOnlyList<int> rows) => Create(new CellSource(dataset, recipe), rows);

    internal static CellMatrix Create(CellSource source, IReadOnlyList<int> rows)
    {
        var matrix = new CellMatrix(source.Recipe, rows.Count);
        var width = matrix.Recipe.CellWidth;
        for (var row = 0; row < rows.Count; row++)
            source.Read(rows[row], matrix._cells.AsSpan(row * width, width));
        return matrix;
    }

    /// <summary>Each row's feature vector.</summary>
    public float[][] EncodeAll()
    {
        var vectors = new float[RowCount][];
        for (var row = 0; row < RowCount; row++)
        {
            vectors[row] = new float[Recipe.Width];
            Recipe.Encode(Row(row), vectors[row]);
        }
        return vectors;
    }
}
