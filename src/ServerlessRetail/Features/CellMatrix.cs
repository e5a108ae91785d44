using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>The cells of a dataset's rows as a recipe wants them: rows × columns, row by row.</summary>
public sealed class CellMatrix
{
    private readonly float[] _cells;

    private CellMatrix(FeatureRecipe recipe, int rowCount, float[] cells)
    {
        Recipe = recipe;
        RowCount = rowCount;
        _cells = cells;
    }

    public FeatureRecipe Recipe { get; }

    public int RowCount { get; }

    /// <summary>One row's cells, in the order of the recipe's columns.</summary>
    public ReadOnlySpan<float> Row(int row) => _cells.AsSpan(row * Recipe.Columns.Count, Recipe.Columns.Count);

    /// <param name="dataset">Any dataset; a column of the recipe that it lacks is missing in every row.</param>
    /// <param name="rows">The dataset's rows, in the order in which the matrix shall have them.</param>
    public static CellMatrix Create(Dataset dataset, FeatureRecipe recipe, IReadOnlyList<int> rows)
    {
        var width = recipe.Columns.Count;
        var cells = new float[rows.Count * width];
        for (var column = 0; column < width; column++)
        {
            var read = CellReader(dataset.FindColumn(recipe.Columns[column].Name), recipe.Columns[column]);
            for (var row = 0; row < rows.Count; row++)
                cells[(row * width) + column] = read(rows[row]);
        }
        return new CellMatrix(recipe, rows.Count, cells);
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

    private static Func<int, float> CellReader(Column? column, FeatureColumn feature) => (column, feature) switch
    {
        (null, _) => _ => float.NaN,
        (CodedColumn coded, CategoricalFeature categorical) => CategoryReader(coded, categorical),

        // The champion knows the column as texts, this file has nothing but numbers in it.
        (_, CategoricalFeature categorical) => row => column.IsMissing(row) ? float.NaN : categorical.UnknownIndex,
        _ => column.GetNumber,
    };

    private static Func<int, float> CategoryReader(CodedColumn column, CategoricalFeature feature)
    {
        var indices = new float[column.DistinctCount];
        for (var code = 0; code < indices.Length; code++)
            indices[code] = feature.IndexOf(column.GetValue(code));
        return row => column.GetCode(row) is >= 0 and var code ? indices[code] : float.NaN;
    }
}
