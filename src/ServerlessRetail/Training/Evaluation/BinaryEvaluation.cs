using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Metrics of probabilities against the truth.</summary>
public static class BinaryEvaluation
{
    private const double SmallestProbability = 1e-15;

    /// <param name="probabilities">Of the positive class, 0 to 1.</param>
    /// <param name="labels">1 for the positive class, 0 for the other.</param>
    /// <param name="threshold">Probability from which the decision is positive.</param>
    public static Dictionary<string, double> Evaluate(double[] probabilities, float[] labels, double threshold)
    {
        var confusion = Confusion(probabilities, labels, threshold);
        var (precision, recall, f1) = PrecisionRecall(confusion);
        return new Dictionary<string, double>
        {
            [MetricNames.Auc] = Auc(probabilities, labels),
            [MetricNames.LogLoss] = LogLoss(probabilities, labels),
            [MetricNames.Accuracy] = (double)(confusion.TruePositives + confusion.TrueNegatives) / labels.Length,
            [MetricNames.F1] = f1,
            [MetricNames.Precision] = precision,
            [MetricNames.Recall] = recall,
        };
    }

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
    public static double Auc(double[] scores, float[] labels)
    {
        var order = Enumerable.Range(0, scores.Length).OrderBy(row => scores[row]).ToArray();
        double positiveRanks = 0;
        long positives = 0;
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
                end++;
            var sharedRank = (start + end + 1) / 2.0;
            for (; start < end; start++)
            {
                if (labels[order[start]] > 0.5f)
                {
                    positiveRanks += sharedRank;
                    positives++;
                }
            }
        }
        var negatives = order.Length - positives;
        return positives == 0 || negatives == 0
            ? 0.5
            : (positiveRanks - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    /// <summary>Mean negative log likelihood, in nats; probabilities are kept 1e-15 away from 0 and 1.</summary>
    public static double LogLoss(double[] probabilities, float[] labels)
    {
        double sum = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var ofTruth = labels[row] > 0.5f ? probabilities[row] : 1 - probabilities[row];
            sum -= Math.Log(Math.Clamp(ofTruth, SmallestProbability, 1));
        }
        return sum / labels.Length;
    }

    /// <summary>The threshold with the best F1: one of the probabilities, the highest where several are equally good.</summary>
    public static double BestF1Threshold(double[] probabilities, float[] labels)
    {
        var order = Enumerable.Range(0, probabilities.Length).OrderByDescending(row => probabilities[row]).ToArray();
        var positives = labels.Count(label => label > 0.5f);
        var (best, bestThreshold) = (-1.0, 0.5);
        var found = 0;
        for (var taken = 1; taken <= order.Length; taken++)
        {
            var row = order[taken - 1];
            if (labels[row] > 0.5f)
                found++;
            var closesTie = taken < order.Length && probabilities[order[taken]] == probabilities[row];
            var f1 = 2.0 * found / (taken + positives);
            if (!closesTie && f1 > best)
                (best, bestThreshold) = (f1, probabilities[row]);
        }
        return bestThreshold;
    }

    private static (double Precision, double Recall, double F1) PrecisionRecall(ConfusionMatrix confusion)
    {
        var (tp, fp, fn) = ((double)confusion.TruePositives, confusion.FalsePositives, confusion.FalseNegatives);
        return (tp + fp > 0 ? tp / (tp + fp) : 0, tp + fn > 0 ? tp / (tp + fn) : 0, tp > 0 ? 2 * tp / ((2 * tp) + fp + fn) : 0);
    }
}
