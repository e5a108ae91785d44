using Microsoft.Extensions.ObjectPool;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Objects that wait for their next use, first where they were used: what a processor still has in its caches need not come
/// from another's, which takes longer than the work of a small request. Safe for many threads.
/// </summary>
/// <param name="policy">Makes objects and says which may wait.</param>
/// <param name="others">Objects beyond one a processor that may wait.</param>
internal sealed class ProcessorPool<T>(IPooledObjectPolicy<T> policy, int others) : ObjectPool<T>
    where T : class
{
    /// <summary>Places between those of two processors, so that no line of the caches belongs to both.</summary>
    private const int Stride = 2 * CacheLine.Bytes / sizeof(long);

    private readonly T?[] _places = new T?[(Environment.ProcessorCount + 2) * Stride];
    private readonly DefaultObjectPool<T> _others = new(policy, others);

    private ref T? Place => ref _places[((Thread.GetCurrentProcessorId() % Environment.ProcessorCount) + 1) * Stride];

    public override T Get()
    {
        ref var place = ref Place;
        return place is { } kept && Interlocked.CompareExchange(ref place, null, kept) == kept ? kept : _others.Get();
    }

    public override void Return(T obj)
    {
        ref var place = ref Place;
        if (place is not null)
            _others.Return(obj);
        else if (policy.Return(obj) && Interlocked.CompareExchange(ref place, obj, null) is not null)
            _others.Return(obj);
    }
}
