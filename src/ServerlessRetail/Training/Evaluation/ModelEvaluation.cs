using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>How a fitted model does on rows that it has not seen.</summary>
public sealed record ModelEvaluation(IReadOnlyDictionary<string, double> Metrics, ConfusionMatrix? Confusion)
{
    /// <param name="labels">One a row of <paramref name="cells"/>.</param>
    public static ModelEvaluation Of(FittedModel model, CellMatrix cells, float[] labels)
    {
        var scores = Scores(model, cells);
        if (model.Task == ModelTask.Regression)
            return new ModelEvaluation(RegressionEvaluation.Evaluate(Array.ConvertAll(scores, model.Prediction), labels), null);

        var probabilities = Array.ConvertAll(scores, model.Probability);
        var threshold = model.Description.Threshold;
        return new ModelEvaluation(
            BinaryEvaluation.Evaluate(probabilities, labels, threshold),
            BinaryEvaluation.Confusion(probabilities, labels, threshold));
    }

    /// <summary>The same metrics of always answering the training rows' average: their share of positives, or their mean.</summary>
    public static ModelEvaluation OfBaseline(ModelTask task, float[] trainLabels, float[] testLabels)
    {
        var average = trainLabels.Average(label => (double)label);
        var answers = new double[testLabels.Length];
        Array.Fill(answers, average);
        return task == ModelTask.Regression
            ? new ModelEvaluation(RegressionEvaluation.Evaluate(answers, testLabels), null)
            : new ModelEvaluation(
                BinaryEvaluation.Evaluate(answers, testLabels, threshold: 0.5),
                BinaryEvaluation.Confusion(answers, testLabels, threshold: 0.5));
    }

    /// <summary>Each row's raw score.</summary>
    public static double[] Scores(FittedModel model, CellMatrix cells)
    {
        var scores = new double[cells.RowCount];
        var space = model.CreateSpace();
        for (var row = 0; row < scores.Length; row++)
            scores[row] = model.RawScore(cells.Row(row), space);
        return scores;
    }
}
