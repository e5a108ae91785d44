using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;
using ServerlessRetail.Training.Trainers;

namespace ServerlessRetail.Training.Selection;

/// <summary>
/// Whether a number is learned as it is or as the logarithm of 1 + number. Skewed amounts such as a yearly spend, with
/// many zeros and a few very large ones, are often learned better as logarithms; the cross-validation decides.
/// </summary>
internal static class LabelScaleChoice
{
    /// <summary>From this skewness on the logarithm is tried.</summary>
    private const double MinSkewness = 1;

    /// <summary>From this many rows on, one fold tells.</summary>
    private const int ManyRows = 10_000;

    /// <param name="candidates">All candidates; the first of each trainer is tried on both scales, but for networks, which take longest.</param>
    public static LabelScale Choose(
        SelectionData data, IReadOnlyList<Candidate> candidates, CancellationToken deadline, CancellationToken cancellationToken)
    {
        if (data.Task != ModelTask.Regression || !IsSkewedAmount(data.Labels))
            return LabelScale.Linear;
        var quick = candidates.Where(candidate => candidate.Trainer.Name != TrainerNames.NeuralNetwork);
        var tried = quick.DefaultIfEmpty(candidates[0]).GroupBy(candidate => candidate.Trainer.Name).Select(group => group.First()).ToList();
        var folds = Math.Min(data.Labels.Length >= ManyRows ? 1 : 2, data.Folds.Count);
        return BestLoss(LabelScale.Log) < BestLoss(LabelScale.Linear) ? LabelScale.Log : LabelScale.Linear;

        double BestLoss(LabelScale scale)
        {
            var validation = new CrossValidation(data.Features, data.Labels, data.Classes, data.Folds, new SelectionLoss(data.Task, scale), progress: null);
            var results = tried.ConvertAll(candidate => new CandidateResult(candidate, data.Folds.Count));
            validation.Run(results, Enumerable.Range(0, folds), deadline, cancellationToken);
            return results.Min(result => result.Loss);
        }
    }

    private static bool IsSkewedAmount(float[] labels) =>
        labels.Min() >= 0 && NumberScaling.Skewness(Array.ConvertAll(labels, label => (double)label)) > MinSkewness;
}
