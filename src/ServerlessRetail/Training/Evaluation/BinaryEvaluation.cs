using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Metrics of probabilities against the truth.</summary>
public static class BinaryEvaluation
{
    /// <param name="probabilities">Of the positive class, 0 to 1.</param>
    /// <param name="labels">1 for the positive class, 0 for the other.</param>
    /// <param name="threshold">Probability from which the decision is positive.</param>
    public static Dictionary<string, double> Evaluate(double[] probabilities, float[] labels, double threshold) =>
        new BinaryMetrics(probabilities, labels, threshold).Measure();

    public static ConfusionMatrix Confusion(double[] probabilities, float[] labels, double threshold)
    {
        int truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var decided = probabilities[row] >= threshold;
            if (labels[row] > 0.5f)
                _ = decided ? truePositives++ : falseNegatives++;
            else
                _ = decided ? falsePositives++ : trueNegatives++;
        }
        return new ConfusionMatrix(truePositives, falsePositives, trueNegatives, falseNegatives);
    }

    /// <summary>
    /// Area under the ROC curve as the probability that a positive row ranks above a negative one, ties counting half
    /// (Hanley and McNeil, 1982). 0.5 where one class is missing.
    /// </summary>
    public static double Auc(double[] scores, float[] labels) => new ScoreRanking(scores, row => labels[row] > 0.5f).Measure().Auc;

    /// <summary>Mean negative log likelihood, in nats; probabilities are kept 1e-15 away from 0 and 1.</summary>
    public static double LogLoss(double[] probabilities, float[] labels)
    {
        double sum = 0;
        for (var row = 0; row < labels.Length; row++)
            sum += LogLoss(probabilities[row], labels[row] > 0.5f);
        return sum / labels.Length;
    }

    /// <summary>The threshold with the best F1: one of the probabilities, the highest where several are equally good.</summary>
    public static double BestF1Threshold(double[] probabilities, float[] labels)
    {
        var ranking = new ScoreRanking(probabilities, row => labels[row] > 0.5f);
        var (best, bestThreshold) = (-1.0, 0.5);
        var found = 0;
        for (var rank = 0; rank < labels.Length; rank++)
        {
            if (ranking.Positive[rank])
                found++;
            var f1 = 2.0 * found / (rank + 1 + ranking.Positives);
            if (ranking.EndsTie[rank] && f1 > best)
                (best, bestThreshold) = (f1, ranking.Scores[rank]);
        }
        return bestThreshold;
    }

    /// <summary>Negative log likelihood of one row, in nats.</summary>
    internal static double LogLoss(double probability, bool positive) => LogLoss(positive ? probability : 1 - probability);

    /// <summary>Negative logarithm of the probability that the truth was given, kept 1e-15 away from 0.</summary>
    internal static double LogLoss(double ofTruth) => -Math.Log(Math.Clamp(ofTruth, 1e-15, 1));

    /// <summary>Precision, recall and their harmonic mean; 0 where there is nothing to divide by.</summary>
    internal static (double Precision, double Recall, double F1) PrecisionRecall(this ConfusionMatrix confusion)
    {
        var (tp, fp, fn) = ((double)confusion.TruePositives, confusion.FalsePositives, confusion.FalseNegatives);
        return (tp + fp > 0 ? tp / (tp + fp) : 0, tp + fn > 0 ? tp / (tp + fn) : 0, tp > 0 ? 2 * tp / ((2 * tp) + fp + fn) : 0);
    }
}
