using ServerlessRetail.Models;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Scoring;

/// <summary>
/// What each column did to the probability of one of several classes. A column moves the scores of all classes at once, so
/// its share is taken along the straight way from the average customer's scores to this one's (Aumann and Shapley, 1974):
/// all shares sum to the whole change.
/// </summary>
internal static class ClassChanges
{
    private static readonly GaussLegendre Quadrature = new(24);

    /// <param name="contributions">Class × column.</param>
    /// <param name="of">The class whose probability is meant.</param>
    /// <returns>One a column.</returns>
    public static double[] Of(FittedModel model, double[][] contributions, int of)
    {
        var (start, way) = (model.Explainer.BaseScores.ToArray(), Array.ConvertAll(contributions, ofClass => ofClass.Sum()));
        var scores = new double[start.Length];
        var probabilities = new double[start.Length];
        var slopes = new double[start.Length];
        for (var point = 0; point < Quadrature.Points.Length; point++)
        {
            At(Quadrature.Points[point]);
            Softmax.Of(scores, probabilities);
            for (var output = 0; output < slopes.Length; output++)
                slopes[output] += Quadrature.Weights[point] * probabilities[of] * ((output == of ? 1 : 0) - probabilities[output]);
        }

        var changes = new double[contributions[0].Length];
        for (var column = 0; column < changes.Length; column++)
        {
            for (var output = 0; output < slopes.Length; output++)
                changes[column] += slopes[output] * contributions[output][column];
        }
        return Complete(changes, Probability(1) - Probability(0));

        double Probability(double along)
        {
            At(along);
            model.Probabilities(scores, probabilities);
            return probabilities[of];
        }

        void At(double along)
        {
            for (var output = 0; output < scores.Length; output++)
                scores[output] = start[output] + (along * way[output]);
        }
    }

    /// <summary>What quadrature and smoothing leave of the whole change is shared out by size, so that the sum is exact.</summary>
    private static double[] Complete(double[] changes, double whole)
    {
        var (rest, size) = (whole - changes.Sum(), changes.Sum(Math.Abs));
        return size > 0 ? Array.ConvertAll(changes, change => change + (rest * Math.Abs(change) / size)) : changes;
    }
}
