using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Datasets;
using ServerlessRetail.Tests.Models;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class ModelEvaluationTests
{
    private static readonly FeatureRecipe Recipe = new([new NumericFeature("x", 0, new NumberScaling(0, 1), -9, 9, FlagsMissing: false, Format: "point")]);

    private static readonly CellMatrix Cells = CellMatrix.Create(new DatasetBuilder(4).Floats("x", row => row).Build(), Recipe, [0, 1, 2, 3]);

    [Fact]
    public void A_classifier_is_judged_by_its_probabilities_and_its_own_threshold()
    {
        var model = new ModelBuilder(Recipe) { Bias = -2, Weights = [1], Threshold = 0.7 }.Build();

        var evaluation = ModelEvaluation.Of(model, Cells, [0, 0, 1, 1]);

        // Log-odds -2, -1, 0 and 1: only the last is above 0.7.
        Assert.Equal(new ConfusionMatrix(1, 0, 2, 1), evaluation.Confusion);
        Assert.Equal(1, evaluation.Metrics[MetricNames.Auc]);
        Assert.Equal((Math.Log(1 + Math.Exp(-2)) + (2 * Math.Log(1 + Math.Exp(-1))) + Math.Log(2)) / 4, evaluation.Metrics[MetricNames.LogLoss], 12);
    }

    [Fact]
    public void Many_rows_have_the_scores_that_each_has_by_itself()
    {
        var model = new ModelBuilder(Recipe) { Bias = -2, Weights = [1] }.Build();
        var cells = CellMatrix.Create(new DatasetBuilder(20_000).Floats("x", row => row % 97).Build(), Recipe, [.. Enumerable.Range(0, 20_000)]);

        var scores = ModelEvaluation.Scores(model, cells);
        var probabilities = ModelEvaluation.Probabilities(model, cells);

        var space = model.CreateSpace();
        Assert.Equal(Enumerable.Range(0, 20_000).Select(row => model.RawScore(cells.Row(row), space)), scores);
        Assert.Equal(scores.Select(model.Probability), probabilities.Select(row => row[1]));
    }

    [Fact]
    public void A_regression_is_judged_in_the_labels_unit()
    {
        var model = new ModelBuilder(Recipe) { Bias = 0, Weights = [1], Scale = 10, Offset = 5, Label = ModelBuilder.SpendLabel }.Build();

        var evaluation = ModelEvaluation.Of(model, Cells, [5, 15, 25, 37]);

        Assert.Null(evaluation.Confusion);
        Assert.Equal(1, evaluation.Metrics[MetricNames.Rmse], 12);
    }

    [Fact]
    public void The_baseline_answers_the_training_rows_average()
    {
        var classes = ModelEvaluation.OfBaseline(ModelTask.Binary, [1, 0, 0, 0], [1, 0]);
        var numbers = ModelEvaluation.OfBaseline(ModelTask.Regression, [1, 3], [0, 4]);

        Assert.Equal(0.5, classes.Metrics[MetricNames.Auc]);
        Assert.Equal(-(Math.Log(0.25) + Math.Log(0.75)) / 2, classes.Metrics[MetricNames.LogLoss], 12);
        Assert.Equal(new ConfusionMatrix(0, 0, 1, 1), classes.Confusion);
        Assert.Equal(2, numbers.Metrics[MetricNames.Rmse], 12);
        Assert.Null(numbers.Confusion);
    }
}
