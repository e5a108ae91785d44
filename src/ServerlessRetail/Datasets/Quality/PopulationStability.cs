namespace ServerlessRetail.Datasets.Quality;

/// <summary>How far apart two distributions are.</summary>
public static class PopulationStability
{
    public const double ModerateFrom = 0.1;

    public const double MajorFrom = 0.25;

    /// <summary>Stands in for an empty bin, whose logarithm there is not.</summary>
    private const double SmallestShare = 1e-4;

    /// <summary>Population stability index: the sum of (a - b)·ln(a / b), that is, the symmetric Kullback-Leibler divergence in nats.</summary>
    /// <param name="left">Shares by bin.</param>
    /// <param name="right">Shares by the same bins.</param>
    public static double Index(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        double sum = 0;
        for (var bin = 0; bin < left.Count; bin++)
        {
            var (a, b) = (Math.Max(left[bin], SmallestShare), Math.Max(right[bin], SmallestShare));
            sum += (a - b) * Math.Log(a / b);
        }

        return sum;
    }

    public static DriftLevel Judge(double psi) => psi switch
    {
        < ModerateFrom => DriftLevel.None,
        < MajorFrom => DriftLevel.Moderate,
        _ => DriftLevel.Major,
    };
}
