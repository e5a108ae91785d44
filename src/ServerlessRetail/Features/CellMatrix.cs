using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>The cells of a dataset's rows as a recipe wants them: rows × cells, row by row.</summary>
public sealed class CellMatrix
{
    /// <summary>Texts that come back are read once, unless their cells would take more room than this, in floats.</summary>
    private const int MostCachedCells = 1 << 20;

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
    public static CellMatrix Create(Dataset dataset, FeatureRecipe recipe, IReadOnlyList<int> rows)
    {
        var matrix = new CellMatrix(recipe, rows.Count);
        for (var column = 0; column < recipe.Columns.Count; column++)
            matrix.Fill(column, dataset.FindColumn(recipe.Columns[column].Name), rows);
        return matrix;
    }

    /// <summary>The cells of one column alone.</summary>
    internal static CellMatrix Create(Column column, FeatureColumn feature, IReadOnlyList<int> rows)
    {
        var matrix = new CellMatrix(new FeatureRecipe([feature]), rows.Count);
        matrix.Fill(0, column, rows);
        return matrix;
    }

    /// <summary>Each row's feature vector.</summary>
    public float[][] EncodeAll() => EncodeAll(Recipe);

    /// <summary>Each row's feature vector by another recipe of the same cells.</summary>
    internal float[][] EncodeAll(FeatureRecipe recipe)
    {
        var vectors = new float[RowCount][];
        for (var row = 0; row < RowCount; row++)
        {
            vectors[row] = new float[recipe.Width];
            recipe.Encode(Row(row), vectors[row]);
        }
        return vectors;
    }

    private void Fill(int position, Column? column, IReadOnlyList<int> rows)
    {
        var feature = Recipe.Columns[position];
        var read = Reader(column, feature);
        var (start, width) = Recipe.CellsOf(position).GetOffsetAndLength(Recipe.CellWidth);
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = _cells.AsSpan((row * Recipe.CellWidth) + start, width);
            if (!read(rows[row], cells))
                cells.Fill(float.NaN);
        }
    }

    private static CellReading Reader(Column? column, FeatureColumn feature) => (column, feature) switch
    {
        (null, _) => (_, _) => false,

        // The file's own number format was found when it was read; it need not be that of the training file.
        (CodedColumn, not NumericFeature) => TextReader((CodedColumn)column, feature),
        _ => (row, cells) => !column.IsMissing(row) && !feature.IsMissing(column.GetNumber(row)) && feature.TryReadNumber(column.GetNumber(row), cells),
    };

    private static CellReading TextReader(CodedColumn column, FeatureColumn feature)
    {
        var width = feature.CellWidth;
        if ((long)column.DistinctCount * width > MostCachedCells)
            return (row, cells) => column.GetCode(row) is >= 0 and var code && !feature.IsMissing(column.GetValue(code)) && feature.TryReadText(column.GetValue(code), cells);

        var known = new float[column.DistinctCount * width];
        for (var code = 0; code < column.DistinctCount; code++)
        {
            var cells = known.AsSpan(code * width, width);
            if (feature.IsMissing(column.GetValue(code)) || !feature.TryReadText(column.GetValue(code), cells))
                cells.Fill(float.NaN);
        }

        return (row, cells) =>
        {
            var code = column.GetCode(row);
            if (code >= 0)
                known.AsSpan(code * width, width).CopyTo(cells);
            return code >= 0;
        };
    }

    /// <summary>Reads one row's cells; false where they are missing.</summary>
    private delegate bool CellReading(int row, Span<float> cells);
}
