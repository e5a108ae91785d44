namespace ServerlessRetail.Training.Evaluation;

/// <summary>
/// Intervals of metrics from rows drawn with replacement: of the metrics of many such draws, the middle 95 % (percentile
/// bootstrap; Efron, 1979).
/// </summary>
/// <remarks>Each draw has a seed of its own, so that the number of cores changes no bit of the result.</remarks>
internal static class Bootstrap
{
    private const int MostResamples = 1_000;
    private const int FewestResamples = 100;
    private const double MostRows = 25_000_000;
    private const double Tail = 0.025;

    /// <summary>1,000 up to 25,000 rows, then fewer: large samples need them less, and time is bounded.</summary>
    public static int ResamplesFor(int rows) => (int)Math.Clamp(MostRows / Math.Max(rows, 1), FewestResamples, MostResamples);

    /// <returns>Lower and upper end of the 95 % interval, one a name of the set; null where too few draws have a value.</returns>
    public static (double Low, double High)?[] Intervals(MetricSet metrics, int resamples, int seed, CancellationToken cancellationToken)
    {
        var draws = new double[metrics.Names.Count][];
        for (var metric = 0; metric < draws.Length; metric++)
            draws[metric] = new double[resamples];

        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, resamples, options, () => (Counts: new int[metrics.RowCount], Values: new double[draws.Length]), Draw, _ => { });
        return Array.ConvertAll(draws, Interval);

        (int[] Counts, double[] Values) Draw(int resample, ParallelLoopState state, (int[] Counts, double[] Values) space)
        {
            var random = new ResampleRandom(seed, resample);
            Array.Clear(space.Counts);
            for (var draw = 0; draw < space.Counts.Length; draw++)
                space.Counts[random.Next(space.Counts.Length)]++;
            var means = metrics.Measure(space.Counts, space.Values);
            for (var metric = 0; metric < draws.Length; metric++)
                draws[metric][resample] = means ? space.Values[metric] : double.NaN;
            return space;
        }
    }

    /// <summary>Nearest ranks of the draws that have a value, which must be most of them.</summary>
    private static (double Low, double High)? Interval(double[] draws)
    {
        var sorted = Array.FindAll(draws, double.IsFinite);
        if (sorted.Length < draws.Length / 2 || sorted.Length == 0)
            return null;
        Array.Sort(sorted);
        return (sorted[(int)Math.Floor(Tail * (sorted.Length - 1))], sorted[(int)Math.Ceiling((1 - Tail) * (sorted.Length - 1))]);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014): quick to seed, and a number costs a nanosecond.</summary>
    private struct ResampleRandom(int seed, int resample)
    {
        private ulong _state = ((ulong)(uint)seed << 32) | (uint)resample;

        /// <summary>0 to below the bound, by the high part of a product (Lemire, 2019); the bias is below bound / 2^32.</summary>
        public int Next(int bound)
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)(((mixed ^ (mixed >> 31)) >> 32) * (ulong)bound >> 32);
        }
    }
}
