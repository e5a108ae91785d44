namespace ServerlessRetail.Datasets.Guards;

/// <summary>How well an order agrees with a label.</summary>
internal static class RankStatistics
{
    /// <summary>Area under the ROC curve from the ranks of the positives, ties sharing theirs (Mann and Whitney, 1947). 0.5 where a class is missing.</summary>
    /// <param name="scores">Any numbers but NaN.</param>
    /// <param name="labels">1 and 0.</param>
    public static double Auc(double[] scores, float[] labels)
    {
        var ranks = Ranks(scores);
        double sum = 0;
        long positives = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            if (labels[i] <= 0.5f)
                continue;
            sum += ranks[i];
            positives++;
        }

        var negatives = ranks.Length - positives;
        return positives == 0 || negatives == 0 ? 0.5 : (sum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    /// <summary>Spearman's rank correlation, -1 to 1; 0 where one side is constant.</summary>
    public static double Spearman(double[] left, double[] right) => Pearson(Ranks(left), Ranks(right));

    /// <summary>The correlation of two series, -1 to 1; 0 where one is constant.</summary>
    public static double Pearson(double[] left, double[] right)
    {
        var (leftMean, rightMean) = (left.Average(), right.Average());
        double product = 0, leftSquares = 0, rightSquares = 0;
        for (var i = 0; i < left.Length; i++)
        {
            var (l, r) = (left[i] - leftMean, right[i] - rightMean);
            product += l * r;
            leftSquares += l * l;
            rightSquares += r * r;
        }

        var scale = Math.Sqrt(leftSquares) * Math.Sqrt(rightSquares);
        return scale > 0 && double.IsFinite(scale) ? product / scale : 0;
    }

    /// <summary>From 1; equal numbers share the mean of their ranks.</summary>
    private static double[] Ranks(double[] numbers)
    {
        var sorted = (double[])numbers.Clone();
        var order = new int[numbers.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var ranks = new double[numbers.Length];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end < sorted.Length && sorted[end] == sorted[start])
                end++;
            var shared = (start + end + 1) / 2.0;
            for (; start < end; start++)
                ranks[order[start]] = shared;
        }

        return ranks;
    }
}
