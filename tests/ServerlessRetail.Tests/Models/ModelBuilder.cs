using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models;

/// <summary>Makes a fitted model by hand, with weights drawn from a seed where none are given.</summary>
internal sealed class ModelBuilder(FeatureRecipe recipe)
{
    public static readonly LabelSchema ChurnLabel = new("churn", ModelTask.Binary, "yes", "no", "given");

    public static readonly LabelSchema SpendLabel = new("spend", ModelTask.Regression, null, null, "given");

    /// <summary>Tenure, flag (0 or 1), spend (decimal commas, says when missing) and tier (gold, silver, bronze).</summary>
    public static FeatureRecipe RetailRecipe { get; } = new(
    [
        new NumericFeature("tenure", Fill: 12, Scaling: new NumberScaling(20, 8), Minimum: 0, Maximum: 72, FlagsMissing: false, Format: "point"),
        new NumericFeature("flag", Fill: 0, Scaling: new NumberScaling(0.25f, 0.5f), Minimum: 0, Maximum: 1, FlagsMissing: false, Format: "point"),
        new NumericFeature("monthlySpend", Fill: 40, Scaling: new NumberScaling(50, 25), Minimum: 1, Maximum: 900, FlagsMissing: true, Format: "comma-grouped"),
        new CategoricalFeature("tier", ["gold", "silver", "bronze"]),
    ]);

    public LabelSchema Label { get; init; } = ChurnLabel;

    public double Threshold { get; init; } = 0.5;

    public double Scale { get; init; } = 1;

    public double Offset { get; init; }

    public int Seed { get; init; } = 1;

    public float? Bias { get; init; }

    public float[]? Weights { get; init; }

    public float[]? Means { get; init; }

    /// <summary>Instead of a linear one.</summary>
    public Predictor? Predictor { get; init; }

    public FittedModel Build()
    {
        var random = new Random(Seed);
        var description = new ModelDescription(
            "byHand", Label, "customerId", recipe, Threshold, Scale, Offset, [Label.Name, "email"],
            new ModelLineage(new string('a', 64), new string('b', 64), Seed, "0.0.0"));
        var weights = Weights ?? [.. Slots.Select(_ => Draw())];
        return new FittedModel(description, [Predictor ?? new LinearPredictor(
            [Bias ?? Draw()], Array.ConvertAll(weights, weight => (double)weight), Means ?? [.. Slots.Select(_ => Draw())])]);

        float Draw() => (float)((4 * random.NextDouble()) - 2);
    }

    private IEnumerable<int> Slots => Enumerable.Range(0, recipe.Width);
}
