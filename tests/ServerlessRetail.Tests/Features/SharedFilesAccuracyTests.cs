using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Training;
using ServerlessRetail.Training;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Features;

/// <summary>What the linear models reach on real files with the features as they are: a rule that costs accuracy shows here.</summary>
public sealed class SharedFilesAccuracyTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("telco/Telco-Customer-Churn.csv", null, "auc", 0.85)]
    [InlineData("online_shoppers/online_shoppers_intention.csv", null, "auc", 0.92)]
    [InlineData("credit_data/credit_data.csv", "Status", "auc", 0.82)]
    [InlineData("wholesale/Wholesale customers data.csv", "Channel", "auc", 0.95)]
    [InlineData("bike_hour/bike_sharing.csv", "cnt", "r2", 0.66, "casual", "registered")]
    [InlineData("diamonds/diamonds.csv", "price", "r2", 0.91)]
    public async Task Linear_models_reach_their_level(string file, string? label, string metric, double least, params string[] excluded)
    {
        var reading = await SharedData.ReadAsync(file);
        var settings = new ModelSettings { Label = label, Exclude = excluded, Trainers = [Fitting.PlainTrainer(metric == "r2" ? ModelTask.Regression : ModelTask.Binary)] };
        var schema = SchemaInference.Infer(reading.Dataset, settings);
        var rows = LabeledRows.Create(reading.Dataset, schema.Label, settings.Seed);

        var model = ModelFitting.Fit(reading.Dataset, schema, rows, settings, new ModelLineage("", "", 1, ""), TestContext.Current.CancellationToken).Model;
        var cells = CellMatrix.Create(reading.Dataset, model.Recipe, rows.Split.Test);
        var metrics = ModelEvaluation.Of(model, cells, rows.TestLabels).Metrics;

        output.WriteLine($"{file}: {string.Join(", ", metrics.Select(item => $"{item.Key} {item.Value:0.####}"))}, {model.Recipe.Width} slots");
        Assert.True(metrics[metric] >= least, $"{metric} is {metrics[metric]:0.####}");
    }
}
