using ServerlessRetail.Datasets;
using ServerlessRetail.Features;

namespace ServerlessRetail.Models;

/// <summary>A model that has been trained: everything that is needed to score a customer, and nothing that is not. Immutable.</summary>
public sealed class FittedModel(ModelDescription description, LinearPredictor predictor)
{
    public ModelDescription Description { get; } = description;

    public LinearPredictor Predictor { get; } = predictor;

    public FeatureRecipe Recipe => Description.Recipe;

    public ModelTask Task => Description.Label.Task;

    /// <summary>The raw score of a row's cells: log-odds for a binary task, the value in label units for a regression.</summary>
    /// <param name="cells">The recipe's cells.</param>
    /// <param name="vector">Room for the recipe's width of slots; left filled with the feature vector.</param>
    public double RawScore(ReadOnlySpan<float> cells, Span<float> vector)
    {
        Recipe.Encode(cells, vector);
        return (Predictor.Predict(vector) * Description.OutputScale) + Description.OutputOffset;
    }

    /// <summary>What one original column adds to the raw score, compared with the average training row.</summary>
    /// <param name="vector">The row's feature vector.</param>
    /// <param name="column">Position among the recipe's columns.</param>
    public double Contribution(ReadOnlySpan<float> vector, int column) =>
        Predictor.Contribution(vector, Recipe.SlotsOf(column)) * Description.OutputScale;

    /// <summary>Probability of the positive class from a raw score, 0 to 1.</summary>
    public static double Probability(double rawScore) => 1 / (1 + Math.Exp(-rawScore));

    /// <summary>The class decided for a probability.</summary>
    public string Decide(double probability) =>
        probability >= Description.Threshold ? Description.Label.Positive! : Description.Label.Negative!;
}

/// <summary>The part of a model that people can read; stored as JSON inside the model file.</summary>
/// <param name="Trainer">For example <c>logisticRegression</c>.</param>
/// <param name="Id">The column that names a customer, echoed with each score.</param>
/// <param name="Threshold">Probability from which the decision is the positive class, 0 to 1; 0 for a regression.</param>
/// <param name="OutputScale">Factor from the predictor's output to the raw score.</param>
/// <param name="OutputOffset">Added after the factor.</param>
/// <param name="IgnoredColumns">Columns of the training file that are not features; a request may have them.</param>
/// <param name="Lineage">What the model was made from.</param>
public sealed record ModelDescription(
    string Trainer,
    LabelSchema Label,
    string? Id,
    FeatureRecipe Recipe,
    double Threshold,
    double OutputScale,
    double OutputOffset,
    IReadOnlyList<string> IgnoredColumns,
    ModelLineage Lineage);

/// <summary>What a model was made from: the same lineage gives the same bytes.</summary>
/// <param name="DatasetSha256">Hash of the dataset's bytes as uploaded.</param>
/// <param name="SettingsSha256">Hash of model.json, or of nothing.</param>
/// <param name="Release">Version of this product.</param>
public sealed record ModelLineage(string DatasetSha256, string SettingsSha256, int Seed, string Release);
