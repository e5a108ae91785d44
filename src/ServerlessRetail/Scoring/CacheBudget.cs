namespace ServerlessRetail.Scoring;

/// <summary>How much memory models may take: a quarter of what the process may use, so that most is left for requests and trainings.</summary>
internal static class CacheBudget
{
    private const long Least = 64L << 20;
    private const long Most = 4L << 30;

    /// <param name="available">Bytes that the process may use, as the garbage collector knows them: a container's limit, or the machine's memory.</param>
    public static long Of(long available) => Math.Clamp(available / 4, Least, Most);
}
