namespace ServerlessRetail.Training.Evaluation;

/// <summary>
/// Cuts rows that are sorted by probability into bins of as many rows each as ties allow. Equal mass, since bins of equal
/// width are nearly empty where probabilities are rare and then measure noise (Nixon et al., 2019).
/// </summary>
internal sealed class EqualMassBins
{
    /// <summary>Bins of the expected calibration error.</summary>
    public const int Count = 10;

    private readonly int[] _ends;

    /// <param name="sorted">Numbers in either order; equal ones are in one bin.</param>
    public EqualMassBins(double[] sorted, int bins = Count)
    {
        var ends = new List<int>(bins);
        for (var bin = 1; bin <= bins; bin++)
        {
            var end = (int)((long)sorted.Length * bin / bins);
            while (end > 0 && end < sorted.Length && sorted[end] == sorted[end - 1])
                end++;
            if (end > (ends.Count > 0 ? ends[^1] : 0))
                ends.Add(end);
        }
        _ends = [.. ends];
    }

    /// <summary>The ranks behind each bin's last, ascending.</summary>
    public IReadOnlyList<int> Ends => _ends;

    /// <summary>
    /// Expected calibration error: the mean over the rows of how far their bin's mean probability is from its share of hits
    /// (Naeini, Cooper and Hauskrecht, 2015).
    /// </summary>
    /// <param name="probabilities">As sorted.</param>
    /// <param name="hits">Whether what each probability is about came true.</param>
    /// <param name="counts">How often each rank counts; empty: each once.</param>
    /// <returns>0 to 1.</returns>
    public double CalibrationError(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> hits, ReadOnlySpan<int> counts = default)
    {
        double error = 0;
        long rows = 0;
        var rank = 0;
        foreach (var end in _ends)
        {
            double excess = 0;
            for (; rank < end; rank++)
            {
                var count = counts.IsEmpty ? 1 : counts[rank];
                excess += count * (probabilities[rank] - (hits[rank] ? 1 : 0));
                rows += count;
            }
            error += Math.Abs(excess);
        }
        return error / rows;
    }
}
