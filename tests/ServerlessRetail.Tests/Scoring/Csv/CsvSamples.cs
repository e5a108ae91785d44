using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Scoring;
using ServerlessRetail.Tests.Models;

namespace ServerlessRetail.Tests.Scoring;

/// <summary>A model of each task that reads a column of every kind.</summary>
internal static class CsvSamples
{
    public static readonly FeatureRecipe Recipe = new(
    [
        new NumericFeature("tenure", Fill: 12, Scaling: new NumberScaling(20, 8), Minimum: 0, Maximum: 72, FlagsMissing: false, Format: "point") { MissingNumbers = [999] },
        new NumericFeature("monthly, spend", Fill: 40, Scaling: new NumberScaling(50, 25), Minimum: 1, Maximum: 900, FlagsMissing: true, Format: "comma-grouped"),
        new CategoricalFeature("=tier", ["gold", "silver", "bronze"]),
        new BooleanFeature("newsletter", 0.25f, FlagsMissing: true),
        new DateFeature("since", "dd/MM/yyyy", 0, 10_000, 5, new NumberScaling(0, 100), DateParts.Weekday, FlagsMissing: true),
        new TextFeature("comment", Buckets: 16, FlagsMissing: true),
    ])
    {
        MissingWords = ["keine Angabe"],
    };

    private static readonly LabelSchema ClassLabel = new("segment", ModelTask.Multiclass, null, null, "given") { Classes = ["basic", "-plus", "pre,mium"] };

    public static ServedModel Of(ModelTask task)
    {
        var random = new Random(7);
        var outputs = task == ModelTask.Multiclass ? 3 : 1;
        var model = new ModelBuilder(Recipe)
        {
            Label = task switch { ModelTask.Multiclass => ClassLabel, ModelTask.Regression => ModelBuilder.SpendLabel, _ => ModelBuilder.ChurnLabel },
            Predictor = new LinearPredictor([.. Draw(outputs)], [.. Draw(outputs * Recipe.Width)], [.. Draw(Recipe.Width).Select(mean => (float)mean)]),
        }.Build();
        return new ServedModel("retail", "0123456789ab", model);

        IEnumerable<double> Draw(int count) => Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1).ToList();
    }
}
