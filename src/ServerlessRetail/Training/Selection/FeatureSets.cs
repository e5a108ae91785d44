using System.Collections.Concurrent;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;

namespace ServerlessRetail.Training.Selection;

/// <summary>
/// The feature vectors of some rows, in each of the forms that trainers want. All recipes are learned on the training rows
/// and read the same cells. No label is looked at, so that folds may share them.
/// </summary>
internal sealed class FeatureSets
{
    private readonly Dataset _dataset;
    private readonly DatasetSchema _schema;
    private readonly IReadOnlyList<int> _trainingRows;
    private readonly CellMatrix _cells;
    private readonly ConcurrentDictionary<FeatureOptions, Lazy<FeatureRecipe>> _recipes = new();
    private readonly ConcurrentDictionary<FeatureOptions, Lazy<float[][]>> _vectors = new();

    /// <param name="trainingRows">Rows of the dataset to learn recipes from.</param>
    /// <param name="rows">Rows of the dataset to encode.</param>
    public FeatureSets(Dataset dataset, DatasetSchema schema, IReadOnlyList<int> trainingRows, IReadOnlyList<int> rows)
    {
        (_dataset, _schema, _trainingRows) = (dataset, schema, trainingRows);
        Base = FeatureLearner.Learn(dataset, schema, trainingRows);
        _cells = CellMatrix.Create(dataset, Base, rows);
    }

    /// <summary>The recipe that says how fields become cells.</summary>
    public FeatureRecipe Base { get; }

    public FeatureRecipe RecipeFor(FeatureOptions options) => _recipes.GetOrAdd(options, wanted => new Lazy<FeatureRecipe>(() => Learn(wanted))).Value;

    /// <summary>One feature vector a row.</summary>
    public float[][] VectorsFor(FeatureOptions options) =>
        _vectors.GetOrAdd(options, wanted => new Lazy<float[][]>(() => _cells.EncodeAll(RecipeFor(wanted)))).Value;

    private FeatureRecipe Learn(FeatureOptions options)
    {
        if (options == new FeatureOptions())
            return Base;
        var learned = FeatureLearner.Learn(_dataset, _schema, _trainingRows, options);

        // A column that does not vary in this form keeps its place, so that all recipes read the same cells.
        return learned with { Columns = [.. Base.Columns.Select(column => learned.Columns.FirstOrDefault(other => other.Name == column.Name) ?? column)] };
    }
}
