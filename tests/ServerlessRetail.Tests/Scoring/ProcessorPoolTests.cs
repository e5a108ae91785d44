using Microsoft.Extensions.ObjectPool;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

public sealed class ProcessorPoolTests
{
    [Fact]
    public void Nobody_gets_what_another_has()
    {
        var pool = new ProcessorPool<Room>(new Policy(), others: 2);

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            var room = pool.Get();
            Assert.Equal(1, Interlocked.Increment(ref room.Users));
            Thread.Yield();
            Assert.Equal(0, Interlocked.Decrement(ref room.Users));
            pool.Return(room);
        });
    }

    [Fact]
    public void What_was_returned_is_used_again()
    {
        var policy = new Policy();
        var pool = new ProcessorPool<Room>(policy, others: 2);

        for (var use = 0; use < 1_000; use++)
            pool.Return(pool.Get());

        // Not more than one for each processor that the thread was on.
        Assert.InRange(policy.Made, 1, Environment.ProcessorCount);
    }

    [Fact]
    public void What_may_not_wait_is_let_go_of()
    {
        var pool = new ProcessorPool<Room>(new Policy(), others: 2);
        var room = pool.Get();
        room.IsTooLarge = true;

        pool.Return(room);

        Assert.NotSame(room, pool.Get());
    }

    private sealed class Room
    {
        public int Users;

        public bool IsTooLarge { get; set; }
    }

    private sealed class Policy : PooledObjectPolicy<Room>
    {
        private int _made;

        public int Made => _made;

        public override Room Create()
        {
            Interlocked.Increment(ref _made);
            return new Room();
        }

        public override bool Return(Room obj) => !obj.IsTooLarge;
    }
}
