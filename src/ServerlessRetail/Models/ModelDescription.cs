using System.Text.Json.Serialization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;

namespace ServerlessRetail.Models;

/// <summary>The part of a model that people can read; stored as JSON inside the model file.</summary>
/// <param name="Trainer">For example <c>logisticRegression</c>; <c>blend</c> for several.</param>
/// <param name="Id">The column that names a customer, echoed with each score.</param>
/// <param name="Recipe">How a customer's fields become cells, and the feature vector of the first part.</param>
/// <param name="Threshold">Probability from which the decision is the positive class, 0 to 1; 0 unless there are two classes.</param>
/// <param name="OutputScale">Factor from the parts' weighted sum to the raw score: Platt's slope, or 1 over the temperature.</param>
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
    ModelLineage Lineage)
{
    // A description that was written before these were there reads them as null.

    /// <summary>Feature vectors that other parts want of the same cells.</summary>
    public IReadOnlyList<FeatureRecipe> OtherRecipes { get => field ?? []; init; }

    /// <summary>What the raw score is the weighted sum of.</summary>
    public IReadOnlyList<PartDescription> Parts { get => field ?? [new PartDescription(Trainer, Weight: 1, Recipe: 0)]; init; }

    /// <summary>From log-odds to probability; null: the logistic function.</summary>
    public MonotoneMap? Calibration { get; init; }

    /// <summary>What the raw score of a regression is.</summary>
    public LabelScale LabelScale { get; init; }

    /// <summary>Where the truth is expected around a prediction; null: the model does not tell.</summary>
    public ConformalInterval? Interval { get; init; }

    /// <summary>
    /// Weight of the uniform answer in every probability, 0 to below 1: classes / (rows + classes), so that none is nearer to
    /// 0 than Laplace's rule of succession warrants by the rows that probabilities were judged on.
    /// </summary>
    public double Smoothing { get; init; }
}

/// <summary>One predictor of a model.</summary>
/// <param name="Weight">Its share of the raw score; the weights of all parts sum to 1.</param>
/// <param name="Recipe">Its feature vector: 0 is the model's recipe, 1 the first of the others.</param>
public sealed record PartDescription(string Trainer, double Weight, int Recipe)
{
    /// <summary>Its hyper-parameters by name.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>Rounds that it learned in (trees a class, epochs); 0 where it does not learn in rounds.</summary>
    public int Rounds { get; init; }
}

/// <summary>What a regression's raw score is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LabelScale>))]
public enum LabelScale
{
    /// <summary>The label.</summary>
    Linear,

    /// <summary>The logarithm of 1 + label, for skewed amounts.</summary>
    Log,
}

/// <summary>What a model was made from: the same lineage gives the same bytes.</summary>
/// <param name="DatasetSha256">Hash of the dataset's bytes as uploaded.</param>
/// <param name="SettingsSha256">Hash of model.json, or of nothing.</param>
/// <param name="Release">Version of this product.</param>
public sealed record ModelLineage(string DatasetSha256, string SettingsSha256, int Seed, string Release);
