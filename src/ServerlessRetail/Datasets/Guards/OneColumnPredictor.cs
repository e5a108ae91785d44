namespace ServerlessRetail.Datasets.Guards;

/// <summary>
/// How well one column alone predicts the label, out of fold: each row is answered with the mean label of its bin in the
/// other folds, drawn towards the overall mean where the bin is small (target encoding; Micci-Barreca, 2001).
/// </summary>
internal static class OneColumnPredictor
{
    private const int Folds = 5;

    /// <summary>Rows of the overall mean that are mixed into each bin's mean.</summary>
    private const double Prior = 1;

    /// <summary>Answers, one a row.</summary>
    public static double[] Predict(ColumnBins column, float[] labels)
    {
        var (sums, counts) = (new double[Folds][], new double[Folds][]);
        for (var fold = 0; fold < Folds; fold++)
            (sums[fold], counts[fold]) = (new double[column.Count], new double[column.Count]);
        var (allSums, allCounts) = (new double[column.Count], new double[column.Count]);
        for (var i = 0; i < labels.Length; i++)
        {
            var (fold, bin) = (FoldOf(i), column.Bins[i]);
            sums[fold][bin] += labels[i];
            counts[fold][bin]++;
            allSums[bin] += labels[i];
            allCounts[bin]++;
        }

        var means = Enumerable.Range(0, Folds).Select(fold => (allSums.Sum() - sums[fold].Sum()) / Math.Max(1, labels.Length - counts[fold].Sum())).ToArray();
        var answers = new double[labels.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            var (fold, bin) = (FoldOf(i), column.Bins[i]);
            answers[i] = (allSums[bin] - sums[fold][bin] + (Prior * means[fold])) / (allCounts[bin] - counts[fold][bin] + Prior);
        }

        return answers;
    }

    /// <summary>Share of the label's variance that the answers explain; below 0 where they are worse than the mean.</summary>
    public static double RSquared(double[] answers, float[] labels)
    {
        var mean = labels.Average(label => (double)label);
        double errors = 0, variance = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            errors += (answers[i] - labels[i]) * (answers[i] - labels[i]);
            variance += (labels[i] - mean) * (labels[i] - mean);
        }

        return variance > 0 ? 1 - (errors / variance) : 0;
    }

    /// <summary>Scattered, so that a file with a rhythm does not put one kind of row into one fold.</summary>
    private static int FoldOf(int row) => (int)(((uint)row * 2_654_435_761u) >> 8) % Folds;
}
