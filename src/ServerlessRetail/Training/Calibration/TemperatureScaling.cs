using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Calibration;

/// <summary>One factor on the raw scores of all classes (Guo et al., 2017): 1 over their temperature.</summary>
internal static class TemperatureScaling
{
    private const double Lowest = 1.0 / 64;
    private const double Highest = 64;
    private const int Halvings = 50;

    /// <summary>
    /// The factor with the least log loss, which has a single minimum in it: found where its slope changes sign.
    /// </summary>
    /// <param name="scores">Rows × classes, of rows that the model did not learn from.</param>
    /// <param name="labels">The index of each row's class, from 0.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    /// <returns>1/64 to 64.</returns>
    public static double Fit(double[][] scores, float[] labels, float[]? weights = null)
    {
        var (low, high) = (Math.Log(Lowest), Math.Log(Highest));
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (low + high) / 2;
            if (SlopeOfLoss(Math.Exp(middle), scores, labels, weights) > 0)
                high = middle;
            else
                low = middle;
        }
        return Math.Exp((low + high) / 2);
    }

    /// <summary>Probabilities of a row's classes.</summary>
    public static double[] Probabilities(double[] scores, double factor)
    {
        var probabilities = Array.ConvertAll(scores, score => factor * score);
        Softmax.Of(probabilities, probabilities);
        return probabilities;
    }

    /// <summary>Σ weight · (mean score under the probabilities - score of the truth).</summary>
    private static double SlopeOfLoss(double factor, double[][] scores, float[] labels, float[]? weights)
    {
        var probabilities = new double[scores[0].Length];
        double slope = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            for (var of = 0; of < probabilities.Length; of++)
                probabilities[of] = factor * scores[row][of];
            Softmax.Of(probabilities, probabilities);
            double mean = 0;
            for (var of = 0; of < probabilities.Length; of++)
                mean += probabilities[of] * scores[row][of];
            slope += (weights?[row] ?? 1) * (mean - scores[row][(int)labels[row]]);
        }
        return slope;
    }
}
