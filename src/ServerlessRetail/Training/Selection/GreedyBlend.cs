namespace ServerlessRetail.Training.Selection;

/// <summary>
/// A weighted average of candidates' raw scores whose weights are chosen greedily, with replacement, by the loss on
/// out-of-fold scores (Caruana et al., 2004, "Ensemble selection from libraries of models").
/// </summary>
internal static class GreedyBlend
{
    private const int Steps = 20;

    /// <summary>Most parts: each costs scoring time.</summary>
    private const int MaxParts = 4;

    /// <summary>A part with less weight is not worth its time.</summary>
    private const double MinWeight = 0.1;

    /// <summary>How much better than the best candidate a blend must be, as a share of the loss.</summary>
    private const double MinGain = 0.001;

    /// <param name="scores">Out-of-fold raw scores, one array a candidate.</param>
    /// <param name="loss">Of raw scores.</param>
    /// <returns>One weight a candidate, 0 or more, summing to 1. A single 1 where no blend is better than the best candidate.</returns>
    public static double[] Choose(IReadOnlyList<double[]> scores, Func<double[], double> loss)
    {
        var alone = scores.Select(loss).ToArray();
        var best = Enumerable.Range(0, scores.Count).MinBy(candidate => (alone[candidate], candidate));
        var counts = new int[scores.Count];
        var sum = new double[scores[0].Length];
        for (var step = 1; step <= Steps; step++)
        {
            var added = step == 1 ? best : Next(scores, sum, counts, step, loss);
            counts[added]++;
            for (var i = 0; i < sum.Length; i++)
                sum[i] += scores[added][i];
        }

        var weights = Prune(counts);
        var blended = loss(Blend(scores, weights));
        return blended < alone[best] * (1 - MinGain) ? weights : Single(scores.Count, best);
    }

    /// <summary>The weighted average of the candidates' scores.</summary>
    public static double[] Blend(IReadOnlyList<double[]> scores, double[] weights)
    {
        var blended = new double[scores[0].Length];
        for (var candidate = 0; candidate < weights.Length; candidate++)
        {
            for (var i = 0; weights[candidate] > 0 && i < blended.Length; i++)
                blended[i] += weights[candidate] * scores[candidate][i];
        }
        return blended;
    }

    private static int Next(IReadOnlyList<double[]> scores, double[] sum, int[] counts, int step, Func<double[], double> loss)
    {
        var isFull = counts.Count(count => count > 0) >= MaxParts;
        var tried = new double[sum.Length];
        var (next, lowest) = (-1, double.PositiveInfinity);
        for (var candidate = 0; candidate < scores.Count; candidate++)
        {
            if (isFull && counts[candidate] == 0)
                continue;
            for (var i = 0; i < tried.Length; i++)
                tried[i] = (sum[i] + scores[candidate][i]) / step;
            var found = loss(tried);
            if (found < lowest || next < 0)
                (next, lowest) = (candidate, found);
        }
        return next;
    }

    private static double[] Prune(int[] counts)
    {
        var kept = Array.ConvertAll(counts, count => count >= MinWeight * Steps ? count : 0);
        double total = kept.Sum();
        return Array.ConvertAll(kept, count => count / total);
    }

    private static double[] Single(int count, int chosen)
    {
        var weights = new double[count];
        weights[chosen] = 1;
        return weights;
    }
}
