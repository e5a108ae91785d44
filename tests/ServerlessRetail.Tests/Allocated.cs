namespace ServerlessRetail.Tests;

internal static class Allocated
{
    private const int Times = 5;

    /// <summary>
    /// Bytes that an action allocates once it has run before: the least of several times, since a collection that happens to
    /// come empties the pools of arrays.
    /// </summary>
    public static long By(Action action)
    {
        action();
        return Enumerable.Range(0, Times).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
