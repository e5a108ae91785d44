namespace ServerlessRetail.Scoring;

/// <summary>
/// The cores that large requests may take beside their own: all but one, for all requests of the process together, so that
/// there is always one for those who ask for a single customer.
/// </summary>
internal static class ScoringWorkers
{
    private static readonly SemaphoreSlim Free = new(Environment.ProcessorCount - 1);

    /// <summary>Does a piece of work on another core if one is free, else here and now.</summary>
    public static Task Run(Action work)
    {
        if (!Free.Wait(0))
        {
            work();
            return Task.CompletedTask;
        }

        return Task.Run(() =>
        {
            try
            {
                work();
            }
            finally
            {
                Free.Release();
            }
        });
    }
}
