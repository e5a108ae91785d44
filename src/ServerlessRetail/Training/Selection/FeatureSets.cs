using System.Collections.Concurrent;
using ServerlessRetail.Features;

namespace ServerlessRetail.Training.Selection;

/// <summary>
/// The feature vectors of some rows, in each of the forms that trainers want; made when first asked for. No label is looked
/// at, so that folds may share them.
/// </summary>
/// <param name="rows">Rows of the dataset to encode.</param>
internal sealed class FeatureSets(FeatureRecipes recipes, IReadOnlyList<int> rows)
{
    private readonly ConcurrentDictionary<FeatureOptions, Lazy<float[][]>> _vectors = new();

    /// <summary>One feature vector a row.</summary>
    public float[][] VectorsFor(FeatureOptions options) =>
        _vectors.GetOrAdd(options, wanted => new Lazy<float[][]>(() => recipes.Cells.Encode(rows, recipes.For(wanted)))).Value;

    /// <summary>Forgets the vectors, so that a thread which has not let go of its last job does not keep them in memory.</summary>
    public void Clear() => _vectors.Clear();
}
