namespace ServerlessRetail.Features;

/// <summary>
/// Winsorised, possibly logarithmic, centred and scaled: <c>(log(1 + clamp(number)) - center) / spread</c>.
/// </summary>
/// <param name="Center">What becomes 0, after clamping and logarithm.</param>
/// <param name="Spread">What becomes 1 above it; above 0.</param>
/// <param name="Low">Smaller numbers count as this one.</param>
/// <param name="High">Larger numbers count as this one.</param>
/// <param name="IsLog">Whether the logarithm of 1 + number is scaled instead of the number.</param>
public sealed record NumberScaling(
    float Center, float Spread, float Low = float.MinValue, float High = float.MaxValue, bool IsLog = false)
{
    /// <summary>Bounds lie this many times as far from the median as the 1st and the 99th percentile do.</summary>
    private const double FarOut = 3;

    /// <summary>From this skewness on the logarithm is taken, if it halves the skewness at least.</summary>
    private const double HeavySkewness = 2;

    public float Apply(float number)
    {
        // A number far beyond those of training must not become infinite: two of them could add up to no score at all.
        var scaled = (Transform(Math.Clamp(number, Low, High), IsLog) - Center) / Spread;
        return (float)Math.Clamp(scaled, float.MinValue, float.MaxValue);
    }

    /// <param name="sorted">The present numbers of the training rows, ascending, at least one.</param>
    /// <param name="fill">What a missing cell counts as.</param>
    /// <param name="missing">Training rows without a number.</param>
    /// <param name="takesLogs">Whether skewed numbers may be taken as logarithms.</param>
    /// <returns>Null where all numbers are the same.</returns>
    public static NumberScaling? Learn(float[] sorted, float fill, int missing, SlotScaling scaling, bool takesLogs = true)
    {
        var (low, high) = Bounds(sorted);
        var plain = Array.ConvertAll(sorted, number => (double)Math.Clamp(number, low, high));
        var isLog = takesLogs && plain[0] >= 0 && IsTamedByLog(plain);
        var numbers = isLog ? Array.ConvertAll(plain, number => Transform((float)number, isLog)) : plain;
        var filled = Transform(Math.Clamp(fill, low, high), isLog);

        var count = numbers.Length + missing;
        var mean = (numbers.Sum() + (filled * missing)) / count;
        var deviation = Math.Sqrt((numbers.Sum(number => Square(number - mean)) + (Square(filled - mean) * missing)) / count);
        if (!((float)deviation > 0))
            return null;

        var (center, spread) = scaling switch
        {
            SlotScaling.MinMax => (numbers[0], numbers[^1] - numbers[0]),
            SlotScaling.Robust when Quantile(numbers, 0.75) - Quantile(numbers, 0.25) is var range and > 0 => (Quantile(numbers, 0.5), range),
            _ => (mean, deviation),
        };
        return new NumberScaling((float)center, (float)spread, low, high, isLog);
    }

    /// <summary>
    /// Three times as far out as the outermost percent: seven deviations of a normal distribution, so that only what is
    /// certainly an outlier is pulled in. A side on which 99 % are the median has no bound.
    /// </summary>
    private static (float Low, float High) Bounds(float[] sorted)
    {
        double median = sorted[sorted.Length / 2];
        var below = median - sorted[(int)(0.01 * (sorted.Length - 1))];
        var above = sorted[(int)Math.Ceiling(0.99 * (sorted.Length - 1))] - median;
        return (
            below > 0 ? (float)Math.Max(median - (FarOut * below), float.MinValue) : float.MinValue,
            above > 0 ? (float)Math.Min(median + (FarOut * above), float.MaxValue) : float.MaxValue);
    }

    private static bool IsTamedByLog(double[] numbers)
    {
        var skewness = Skewness(numbers);
        return skewness > HeavySkewness && Math.Abs(Skewness(Array.ConvertAll(numbers, number => Math.Log(1 + number)))) < skewness / 2;
    }

    /// <summary>Third standardised moment; 0 where all numbers are the same.</summary>
    internal static double Skewness(double[] numbers)
    {
        var mean = numbers.Average();
        var variance = numbers.Average(number => Square(number - mean));
        return variance > 0 ? numbers.Average(number => (number - mean) * Square(number - mean)) / Math.Pow(variance, 1.5) : 0;
    }

    private static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];

    private static double Transform(float number, bool isLog) => isLog ? Math.Log(1 + Math.Max(number, 0.0)) : number;

    private static double Square(double value) => value * value;
}
