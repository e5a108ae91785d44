namespace ServerlessRetail.Training.Selection;

/// <summary>
/// A weighted average of candidates' raw scores whose weights are chosen greedily, with replacement, by the loss on
/// out-of-fold scores (Caruana et al., 2004, "Ensemble selection from libraries of models"). The choice is repeated on
/// resampled rows and averaged, so that few rows do not decide on all of the weight.
/// </summary>
internal static class GreedyBlend
{
    private const int Steps = 20;
    private const int Resamples = 10;

    /// <summary>From this many rows on, resampling changes next to nothing.</summary>
    private const int ManyRows = 20_000;

    /// <summary>Most parts: each costs scoring time.</summary>
    private const int MaxParts = 4;

    /// <summary>A part with less weight is not worth its time.</summary>
    private const double MinWeight = 0.08;

    /// <summary>How much better than the best candidate a blend must be, as a share of the loss.</summary>
    private const double MinGain = 0.001;

    /// <param name="scores">Out-of-fold raw scores, row by row, one array a candidate.</param>
    /// <param name="labels">One a row.</param>
    /// <param name="seed">Of the resamples.</param>
    /// <returns>One weight a candidate, 0 or more, summing to 1. A single 1 where no blend is better than the best candidate.</returns>
    public static double[] Choose(IReadOnlyList<double[]> scores, float[] labels, SelectionLoss loss, int seed)
    {
        var alone = scores.Select(of => loss.Of(of, labels)).ToArray();
        var best = Enumerable.Range(0, scores.Count).MinBy(candidate => (alone[candidate], candidate));
        var weights = new double[scores.Count];
        if (labels.Length >= ManyRows)
        {
            weights = Greedy(scores, labels, loss);
        }
        else
        {
            var random = new Random(seed);
            for (var resample = 0; resample < Resamples; resample++)
            {
                int[] rows = [.. Enumerable.Range(0, labels.Length).Select(_ => random.Next(labels.Length))];
                var sampled = Greedy([.. scores.Select(of => Take(of, rows, labels.Length))], Array.ConvertAll(rows, row => labels[row]), loss);
                for (var candidate = 0; candidate < weights.Length; candidate++)
                    weights[candidate] += sampled[candidate] / Resamples;
            }
        }

        weights = Prune(weights);
        return loss.Of(Blend(scores, weights), labels) < alone[best] * (1 - MinGain) ? weights : Single(scores.Count, best);
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

    private static double[] Greedy(IReadOnlyList<double[]> scores, float[] labels, SelectionLoss loss)
    {
        var counts = new int[scores.Count];
        var sum = new double[scores[0].Length];
        var tried = new double[sum.Length];
        for (var step = 1; step <= Steps; step++)
        {
            var (next, lowest) = (-1, double.PositiveInfinity);
            for (var candidate = 0; candidate < scores.Count; candidate++)
            {
                for (var i = 0; i < tried.Length; i++)
                    tried[i] = (sum[i] + scores[candidate][i]) / step;
                var found = loss.Of(tried, labels);
                if (found < lowest || next < 0)
                    (next, lowest) = (candidate, found);
            }
            counts[next]++;
            for (var i = 0; i < sum.Length; i++)
                sum[i] += scores[next][i];
        }
        return Array.ConvertAll(counts, count => count / (double)Steps);
    }

    private static double[] Take(double[] scores, int[] rows, int rowCount)
    {
        var outputs = scores.Length / rowCount;
        var taken = new double[rows.Length * outputs];
        for (var i = 0; i < rows.Length; i++)
            scores.AsSpan(rows[i] * outputs, outputs).CopyTo(taken.AsSpan(i * outputs));
        return taken;
    }

    private static double[] Prune(double[] weights)
    {
        var kept = Enumerable.Range(0, weights.Length)
            .Where(candidate => weights[candidate] >= MinWeight)
            .OrderByDescending(candidate => weights[candidate]).ThenBy(candidate => candidate)
            .Take(MaxParts)
            .ToHashSet();
        var total = kept.Sum(candidate => weights[candidate]);
        return [.. weights.Select((weight, candidate) => kept.Contains(candidate) ? weight / total : 0)];
    }

    private static double[] Single(int count, int chosen)
    {
        var weights = new double[count];
        weights[chosen] = 1;
        return weights;
    }
}
