using ServerlessRetail.Benchmarks.Explaining;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Trainers;
using ServerlessRetail.Training.Trainers.Trees;

namespace ServerlessRetail.Benchmarks.Scoring;

/// <summary>The rows of <see cref="GeneratedChurn"/> as cells, and models that are trained on them.</summary>
internal static class ChurnModels
{
    /// <summary>A number a column, then a text a column whose categories are its slots.</summary>
    public static FeatureRecipe Recipe { get; } = new([.. Enumerable.Range(0, GeneratedChurn.Columns.Count).Select(Column)]);

    public static FittedModel Trees() => Fit("boostedTrees", new BoostedTreesTrainer(new BoostedTreesOptions { Rounds = 100, Leaves = 31 }));

    public static FittedModel Linear() => Fit("logisticRegression", new LogisticRegressionTrainer());

    /// <summary>One row's cells after the other.</summary>
    /// <param name="rows">As many as wanted: those of the set over and over.</param>
    public static float[] Cells(int seed, int rows)
    {
        var vectors = GeneratedChurn.Create(seed).Vectors;
        return [.. Enumerable.Range(0, rows).SelectMany(row => CellsOf(vectors[row % vectors.Length]))];
    }

    private static FeatureColumn Column(int column)
    {
        var slots = GeneratedChurn.Columns[column].GetOffsetAndLength(GeneratedChurn.Columns.Width).Length;
        return slots == 1
            ? new NumericFeature($"number{column}", 0.5f, new NumberScaling(0.5f, 0.29f), 0, 1, FlagsMissing: false, "point")
            : new CategoricalFeature($"text{column}", [.. Enumerable.Range(0, slots).Select(category => $"category {category}")]);
    }

    private static float[] CellsOf(float[] vector) =>
        [.. Enumerable.Range(0, GeneratedChurn.Columns.Count).Select(column => vector[GeneratedChurn.Columns[column]])
            .Select(slots => slots.Length == 1 ? slots[0] : Array.IndexOf(slots, 1))];

    private static FittedModel Fit(string name, ITrainer trainer)
    {
        var rows = GeneratedChurn.Create(seed: 1);
        var vectors = Array.ConvertAll(rows.Vectors, vector =>
        {
            var encoded = new float[Recipe.Width];
            Recipe.Encode(CellsOf(vector), encoded);
            return encoded;
        });
        var predictor = trainer.Train(rows with { Vectors = vectors }, null, CancellationToken.None).Predictor;
        var description = new ModelDescription(
            name, new LabelSchema("churn", ModelTask.Binary, "yes", "no", "generated"), null, Recipe, 0.5, 1, 0, [],
            new ModelLineage(new string('0', 64), new string('0', 64), 1, "0.0.0"));
        return new FittedModel(description, [predictor]);
    }
}
