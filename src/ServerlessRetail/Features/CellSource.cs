using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>Reads the cells of a dataset's rows as a recipe wants them, one row at a time. Safe for many threads.</summary>
internal sealed class CellSource
{
    /// <summary>Texts that come back are read once, unless their cells would take more room than this, in floats.</summary>
    private const int MostCachedCells = 1 << 20;

    private readonly CellReading[] _readers;

    /// <param name="dataset">Any dataset; a column of the recipe that it lacks is missing in every row.</param>
    public CellSource(Dataset dataset, FeatureRecipe recipe)
        : this(recipe, feature => dataset.FindColumn(feature.Name))
    {
    }

    /// <summary>One column alone.</summary>
    public CellSource(Column column, FeatureColumn feature)
        : this(new FeatureRecipe([feature]), _ => column)
    {
    }

    private CellSource(FeatureRecipe recipe, Func<FeatureColumn, Column?> find)
    {
        Recipe = recipe;
        _readers = [.. recipe.Columns.Select(feature => Reader(find(feature), feature))];
    }

    public FeatureRecipe Recipe { get; }

    /// <summary>Fills one row's cells, in the order of the recipe's columns; NaN where they are missing.</summary>
    /// <param name="row">Of the dataset.</param>
    /// <param name="cells"><see cref="FeatureRecipe.CellWidth"/> cells; every one is written.</param>
    public void Read(int row, Span<float> cells)
    {
        for (var column = 0; column < _readers.Length; column++)
        {
            var ofColumn = cells[Recipe.CellsOf(column)];
            if (!_readers[column](row, ofColumn))
                ofColumn.Fill(float.NaN);
        }
    }

    /// <summary>The feature vectors of rows; their cells are not kept.</summary>
    /// <param name="rows">Of the dataset, in the order in which the vectors shall come.</param>
    /// <param name="recipe">One that reads the same cells.</param>
    public float[][] Encode(IReadOnlyList<int> rows, FeatureRecipe recipe)
    {
        var cells = new float[Recipe.CellWidth];
        var vectors = new float[rows.Count][];
        for (var row = 0; row < vectors.Length; row++)
        {
            Read(rows[row], cells);
            vectors[row] = new float[recipe.Width];
            recipe.Encode(cells, vectors[row]);
        }
        return vectors;
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
