using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>How a fitted model does on rows that it has not seen.</summary>
public sealed record ModelEvaluation(IReadOnlyDictionary<string, double> Metrics, ConfusionMatrix? Confusion)
{
    private const int RowsAtOnce = 4_096;

    /// <param name="labels">One a row of <paramref name="cells"/>.</param>
    public static ModelEvaluation Of(FittedModel model, CellMatrix cells, float[] labels) => model.Task switch
    {
        ModelTask.Multiclass => new ModelEvaluation(MulticlassEvaluation.Evaluate(Probabilities(model, cells), labels), null),
        _ => OfAnswers(model.Task, Array.ConvertAll(Scores(model, cells), model.Answer), labels, model.Description.Threshold),
    };

    /// <summary>
    /// The same metrics of always answering the training rows' average: their share of each class, or their mean.
    /// </summary>
    public static ModelEvaluation OfBaseline(ModelTask task, float[] trainLabels, float[] testLabels)
    {
        if (task == ModelTask.Multiclass)
            return new ModelEvaluation(MulticlassEvaluation.Evaluate(Repeat(Shares(trainLabels, testLabels), testLabels.Length), testLabels), null);
        var average = trainLabels.Average(label => (double)label);
        return OfAnswers(task, Repeat(average, testLabels.Length), testLabels, threshold: 0.5);
    }

    /// <summary>Each row's raw score; the model has one output.</summary>
    public static double[] Scores(FittedModel model, CellMatrix cells)
    {
        var scores = new double[cells.RowCount];
        ForEachRow(model, cells.RowCount, (row, space) => scores[row] = model.RawScore(cells.Row(row), space));
        return scores;
    }

    /// <summary>Each row's probabilities, one a class: of the negative and the positive one for two. Not for a regression.</summary>
    /// <returns>Rows × classes.</returns>
    public static double[][] Probabilities(FittedModel model, CellMatrix cells)
    {
        var probabilities = new double[cells.RowCount][];
        ForEachRow(model, cells.RowCount, (row, space) =>
        {
            var scores = model.RawScores(cells.Row(row), space);
            if (model.Task == ModelTask.Binary)
            {
                var positive = model.Probability(scores[0]);
                probabilities[row] = [1 - positive, positive];
                return;
            }
            probabilities[row] = new double[scores.Length];
            model.Probabilities(scores, probabilities[row]);
        });
        return probabilities;
    }

    /// <summary>On all cores: each row has a place of its own, so that their number changes nothing.</summary>
    private static void ForEachRow(FittedModel model, int rows, Action<int, ScoringSpace> score)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, (rows + RowsAtOnce - 1) / RowsAtOnce, options, model.CreateSpace, (chunk, _, space) =>
        {
            for (var row = chunk * RowsAtOnce; row < Math.Min(rows, (chunk + 1) * RowsAtOnce); row++)
                score(row, space);
            return space;
        }, _ => { });
    }

    private static ModelEvaluation OfAnswers(ModelTask task, double[] answers, float[] labels, double threshold) => task == ModelTask.Regression
        ? new ModelEvaluation(RegressionEvaluation.Evaluate(answers, labels), null)
        : new ModelEvaluation(BinaryEvaluation.Evaluate(answers, labels, threshold), BinaryEvaluation.Confusion(answers, labels, threshold));

    private static T[] Repeat<T>(T answer, int rows)
    {
        var answers = new T[rows];
        Array.Fill(answers, answer);
        return answers;
    }

    private static double[] Shares(float[] trainLabels, float[] testLabels)
    {
        var shares = new double[(int)trainLabels.Concat(testLabels).Max() + 1];
        foreach (var label in trainLabels)
            shares[(int)label] += 1.0 / trainLabels.Length;
        return shares;
    }
}
