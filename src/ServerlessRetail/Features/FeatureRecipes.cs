using System.Collections.Concurrent;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>
/// The recipes of one training, one for each form of feature vectors that a trainer wants. All are learned on the training
/// rows, without their labels, and read the same cells. Safe for many threads.
/// </summary>
internal sealed class FeatureRecipes
{
    private readonly Dataset _dataset;
    private readonly DatasetSchema _schema;
    private readonly IReadOnlyList<int> _trainingRows;
    private readonly ConcurrentDictionary<FeatureOptions, Lazy<FeatureRecipe>> _recipes = new();

    /// <param name="trainingRows">Rows of the dataset to learn from.</param>
    /// <exception cref="RejectedException">No feature column varies in the training rows.</exception>
    public FeatureRecipes(Dataset dataset, DatasetSchema schema, IReadOnlyList<int> trainingRows)
    {
        (_dataset, _schema, _trainingRows) = (dataset, schema, trainingRows);
        Base = FeatureLearner.Learn(dataset, schema, trainingRows);
        Cells = new CellSource(dataset, Base);
    }

    /// <summary>The recipe that says how fields become cells.</summary>
    public FeatureRecipe Base { get; }

    /// <summary>The cells that all recipes read.</summary>
    public CellSource Cells { get; }

    /// <summary>The same recipe for the same options.</summary>
    public FeatureRecipe For(FeatureOptions options) => _recipes.GetOrAdd(options, wanted => new Lazy<FeatureRecipe>(() => Learn(wanted))).Value;

    private FeatureRecipe Learn(FeatureOptions options)
    {
        if (options == new FeatureOptions())
            return Base;
        var learned = FeatureLearner.Learn(_dataset, _schema, _trainingRows, options);

        // A column that does not vary in this form keeps its place, so that all recipes read the same cells.
        return learned with { Columns = [.. Base.Columns.Select(column => learned.Columns.FirstOrDefault(other => other.Name == column.Name) ?? column)] };
    }
}
