using System.Text.Json;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class ModelAssessmentTests
{
    private static readonly Fitting Churn = Fitting.Of(GeneratedCustomers.Create(1_500, "churn"));

    private static readonly Fitting Spend = Fitting.Of(GeneratedCustomers.Create(1_500, "yearlySpend"));

    [Fact]
    public void The_metrics_are_those_of_the_evaluation_each_within_its_interval_beside_the_others()
    {
        var baseline = ModelEvaluation.OfBaseline(ModelTask.Binary, Churn.Rows.TrainLabels, Churn.Rows.TestLabels).Metrics;

        var report = Assess(Churn, baseline);

        Assert.Equal(Churn.Evaluate(), report.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value.Value));
        Assert.All(report.Metrics.Where(metric => metric.Key != MetricNames.Ece), metric => Assert.InRange(metric.Value.Value, metric.Value.Low!.Value, metric.Value.High!.Value));
        Assert.Null(report.Metrics[MetricNames.Ece].Low);
        Assert.Equal(0.5, report.Metrics[MetricNames.Auc].Baseline);
        Assert.Equal(0.7, report.Metrics[MetricNames.Auc].Champion);
        Assert.Null(report.Metrics[MetricNames.LogLoss].Champion);
        Assert.Equal(1_000, report.Resamples);
    }

    [Fact]
    public void What_the_customers_follow_is_what_moves_the_answers()
    {
        var importance = Assess(Churn).Importance;

        // Churn was drawn from tenure and tier alone.
        Assert.Equal(["tenure", "tier", "visits"], importance.Select(column => column.Column));
        Assert.Equal(1, importance.Sum(column => column.Share), 9);
        Assert.True(importance[2].Share < 0.1);
    }

    [Fact]
    public void The_answer_falls_with_tenure_and_differs_by_tier()
    {
        var dependence = Assess(Churn).PartialDependence.ToDictionary(each => each.Column);

        var tenure = dependence["tenure"].Points.Where(point => point.Value is not null).ToArray();
        Assert.Equal(12, tenure.Length);
        Assert.All(tenure.Zip(tenure.Skip(1)), pair => Assert.True(pair.First.Value < pair.Second.Value && pair.First.Answer > pair.Second.Answer));
        Assert.Equal(1, dependence["tenure"].Points.Sum(point => point.Share), 9);
        Assert.Null(dependence["tenure"].Points[^1].Text);
        var tiers = dependence["tier"].Points.Where(point => point.Text is not null).ToDictionary(point => point.Text!, point => point.Answer);
        Assert.True(tiers["gold"] < tiers["silver"] && tiers["silver"] < tiers["bronze"]);
    }

    [Fact]
    public void Partial_dependence_of_a_linear_model_is_its_line()
    {
        var points = Assess(Spend).PartialDependence.Single(each => each.Column == "visits").Points.Where(point => point.Value is not null).ToArray();

        // Spend was drawn with 35 a visit.
        var slope = (points[^1].Answer - points[0].Answer) / (points[^1].Value!.Value - points[0].Value!.Value);
        Assert.Equal(35, slope, 1.0);
    }

    [Fact]
    public void A_column_that_must_not_be_shown_is_not()
    {
        var input = Input(Churn) with { Undisclosed = new HashSet<string> { "tier" } };

        var report = ModelAssessment.Create(input, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(report.PartialDependence, dependence => dependence.Column == "tier");
        Assert.Contains(report.Importance, column => column.Column == "tier");
    }

    [Fact]
    public void A_regression_has_the_curves_of_numbers_and_none_of_classes()
    {
        var report = Assess(Spend);

        Assert.Equal(10, report.Curves.PredictedActual.Count);
        Assert.NotNull(report.Curves.Residuals);
        Assert.Empty(report.Curves.Roc);
        Assert.Empty(report.Thresholds);
        Assert.InRange(report.Metrics[MetricNames.Spearman].Value, 0.9, 1);
        Assert.Contains(report.Slices, slice => slice is { Column: "tier", Value: "gold" });
    }

    [Fact]
    public void Several_classes_have_a_table_and_a_line_each()
    {
        var report = ModelAssessment.Create(ThreeClasses(out var model), TestContext.Current.CancellationToken);

        Assert.Equal(model.Description.Label.Classes, report.PerClass.Select(of => of.Class));
        Assert.Equal(300, report.ConfusionTable!.Counts.Sum(row => row.Sum()));
        Assert.Equal(report.PerClass.Select(of => of.Rows), report.ConfusionTable.Counts.Select(row => row.Sum()));
        Assert.InRange(report.Metrics[MetricNames.Accuracy].Value, 0.9, 1);
        Assert.InRange(report.Metrics[MetricNames.MacroAuc].Value, report.Metrics[MetricNames.MacroAuc].Low!.Value, 1);
        Assert.Equal(["a", "b", "c"], report.PartialDependence.Select(dependence => dependence.Class));
        Assert.Equal(300, report.Curves.Reliability.Sum(bin => bin.Count));
    }

    [Fact]
    public void The_baseline_of_several_classes_answers_their_shares()
    {
        var baseline = ModelEvaluation.OfBaseline(ModelTask.Multiclass, [0, 0, 1, 2], [0, 1, 2]);

        Assert.Equal(-(Math.Log(0.5) + (2 * Math.Log(0.25))) / 3, baseline.Metrics[MetricNames.LogLoss], 12);
        Assert.Equal(0.5, baseline.Metrics[MetricNames.MacroAuc], 12);
    }

    [Theory]
    [InlineData("churn")]
    [InlineData("yearlySpend")]
    public void The_same_input_gives_the_same_report_and_it_survives_its_JSON(string label)
    {
        var fitting = label == "churn" ? Churn : Spend;

        var (first, second) = (Json(Assess(fitting)), Json(Assess(fitting)));

        Assert.Equal(first, second);
        Assert.Equal(first, Json(JsonSerializer.Deserialize(first, ModelJson.Default.EvaluationReport)!));
        Assert.InRange(first.Length, 1_000, 60_000);
    }

    [Fact]
    public void A_model_that_gives_no_numbers_can_be_seen_and_reported()
    {
        var recipe = new FeatureRecipe([new NumericFeature("x", 0, new NumberScaling(0, 1), -9, 9, FlagsMissing: false, Format: "point")]);
        var cells = CellMatrix.Create(new DatasetBuilder(60).Floats("x", row => row % 9).Build(), recipe, [.. Enumerable.Range(0, 60)]);
        var model = new Tests.Models.ModelBuilder(recipe) { Weights = [float.NaN], Bias = 0 }.Build();
        float[] labels = [.. Enumerable.Range(0, 60).Select(row => (float)(row % 2))];

        var report = ModelAssessment.Create(new EvaluationInput(model, cells, labels), TestContext.Current.CancellationToken);

        Assert.True(double.IsNaN(report.Metrics[MetricNames.LogLoss].Value));
        Assert.False(ModelEvaluation.Of(model, cells, labels).Metrics.Values.All(double.IsFinite));
        Assert.NotNull(JsonSerializer.Deserialize(Json(report), ModelJson.Default.EvaluationReport));
    }

    private static EvaluationInput Input(Fitting fitting)
    {
        var schema = SchemaInference.Infer(fitting.Dataset, new ModelSettings());
        return new EvaluationInput(fitting.Model, fitting.TestCells, fitting.Rows.TestLabels)
        {
            Slices = SliceColumn.From(fitting.Dataset, schema, fitting.Rows.Split.Test),
        };
    }

    private static EvaluationReport Assess(Fitting fitting, IReadOnlyDictionary<string, double>? baseline = null) => ModelAssessment.Create(
        Input(fitting) with { Baseline = baseline, Champion = new Dictionary<string, double> { [MetricNames.Auc] = 0.7 } },
        TestContext.Current.CancellationToken);

    private static string Json(EvaluationReport report) => JsonSerializer.Serialize(report, ModelJson.Default.EvaluationReport);

    /// <summary>Below 3, 3 to below 6, and 6 to 9.</summary>
    private static EvaluationInput ThreeClasses(out FittedModel model)
    {
        var recipe = new FeatureRecipe([new NumericFeature("x", 0, new NumberScaling(0, 1), 0, 9, FlagsMissing: false, Format: "point")]);
        var label = new LabelSchema("kind", ModelTask.Multiclass, null, null, "given") { Classes = ["a", "b", "c"] };
        model = new FittedModel(
            new ModelDescription("byHand", label, null, recipe, 0, 1, 0, [], Fitting.Lineage), [new LinearPredictor([4, 0, -11], [-1.5, 0, 2], [4.5f])]);
        var cells = CellMatrix.Create(new DatasetBuilder(300).Floats("x", row => row % 10).Build(), recipe, [.. Enumerable.Range(0, 300)]);
        return new EvaluationInput(model, cells, [.. Enumerable.Range(0, 300).Select(row => (float)Math.Min(row % 10 / 3, 2))]);
    }
}
