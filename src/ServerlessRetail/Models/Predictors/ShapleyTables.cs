using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Shapley values of trees, looked up. Trees are cut into subtrees so small that what their leaves give depends on few bits,
/// a subtree's state: whether the row meets what the way to the subtree asks of each group, and where it goes at the
/// subtree's nodes. What the leaves give in a state is found once, when a row first has it, and kept; the next row adds up
/// entries. Subtrees whose groups fit the lanes of an entry share them, one bunch after the other, and those that ask much the
/// same share a table, see <see cref="SubtreeMerger"/>.
/// </summary>
/// <remarks>
/// Entries are single precision, found in double precision: a contribution is right to about seven digits. It depends on
/// the row alone, not on what was asked before. Safe for many threads: who finds an entry writes what anybody else would,
/// and a lane is never 0 once it is written, so that a half-written entry is not taken for one.
/// </remarks>
internal sealed class ShapleyTables
{
    /// <summary>Most groups of a subtree.</summary>
    public const int Lanes = 16;

    /// <summary>Zero, but not the zero of an entry that nobody wrote; added, it changes nothing.</summary>
    private const float WrittenZero = -0.0f;

    private readonly FailedTests _tests;
    private readonly SubtreeStates _states;
    private readonly Pair[] _pairs;
    private readonly Bunch[] _bunches;
    private readonly ShapleyLeaves _leaves;
    private readonly int _count;
    private AlignedMemory<float>? _entries;

    /// <param name="tests">Of the trees; of no more than <see cref="FailedTests.MostOnStack"/> slots.</param>
    /// <param name="states">Of the pairs.</param>
    /// <param name="pairs">Of subtrees.</param>
    /// <param name="bunches">Of the pairs.</param>
    /// <param name="leaves">Of the subtrees, as the pairs have them.</param>
    /// <param name="count">Of entries: states of all subtrees.</param>
    public ShapleyTables(FailedTests tests, SubtreeStates states, Pair[] pairs, Bunch[] bunches, ShapleyLeaves leaves, int count) =>
        (_tests, _states, _pairs, _bunches, _leaves, _count) = (tests, states, pairs, bunches, leaves, count);

    public long Bytes =>
        _states.Bytes + ((long)_pairs.Length * Unsafe.SizeOf<Pair>()) + _bunches.Sum(bunch => (long)bunch.Groups.Length * sizeof(int)) + _leaves.Bytes + (_entries?.Bytes ?? 0);

    /// <param name="contributions">What the trees give is added, one a group.</param>
    /// <param name="vector">As many slots as the trees have.</param>
    public void AddTo(Span<double> contributions, ReadOnlySpan<float> vector)
    {
        var rented = ArrayPool<ushort>.Shared.Rent(_states.Length);
        var states = rented.AsSpan(0, _states.Length);
        var entries = Entries();
        FindStates(vector, states, entries);
        Span<float> sums = stackalloc float[Lanes];
        foreach (var bunch in _bunches)
        {
            while (!TryAddUp(bunch, states, entries, sums))
                FindMissing(bunch, states, entries);
            for (var lane = 0; lane < bunch.Groups.Length; lane++)
                contributions[bunch.Groups[lane]] += sums[lane];
        }
        ArrayPool<ushort>.Shared.Return(rented);
    }

    /// <summary>Finds the subtrees' states, and lets memory bring their entries meanwhile: most are in no cache of the core's own, and adding them up would wait for a few at a time.</summary>
    private void FindStates(ReadOnlySpan<float> vector, Span<ushort> states, ReadOnlySpan<float> entries)
    {
        Span<int> failed = stackalloc int[_tests.Slots];
        failed = failed[.._tests.Find(vector, failed)];
        for (var start = 0; start < states.Length; start += SubtreeStates.Together)
        {
            var together = states.Slice(start, SubtreeStates.Together);
            _states.Find(failed, start, together);
            if (Sse.IsSupported)
                Fetch(_pairs.AsSpan(start), together, entries);
        }
    }

    private static unsafe void Fetch(ReadOnlySpan<Pair> pairs, ReadOnlySpan<ushort> states, ReadOnlySpan<float> entries)
    {
        ref var table = ref MemoryMarshal.GetReference(entries);
        for (var at = 0; at < states.Length && at < pairs.Length; at++)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref table, pairs[at].FirstEntry(states[at]) * Lanes)));
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref table, pairs[at].SecondEntry(states[at]) * Lanes)));
        }
    }

    /// <summary>Adds up a bunch's entries.</summary>
    /// <param name="sums">One a lane; every one is written.</param>
    /// <returns>False where nobody has found all of them yet.</returns>
    private bool TryAddUp(Bunch bunch, ReadOnlySpan<ushort> states, ReadOnlySpan<float> entries, Span<float> sums)
    {
        // Bunches were made of the pairs, and entries of their states. Two sums do not wait for each other.
        ref var table = ref Unsafe.As<float, Vector256<float>>(ref MemoryMarshal.GetReference(entries));
        ref var state = ref MemoryMarshal.GetReference(states);
        ref var pairs = ref MemoryMarshal.GetArrayDataReference(_pairs);
        var (lower, upper, lowerToo, upperToo) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (least, leastToo) = (Vector256<uint>.AllBitsSet, Vector256<uint>.AllBitsSet);
        for (nint at = bunch.First; at < bunch.End; at++)
        {
            ref readonly var pair = ref Unsafe.Add(ref pairs, at);
            var ofPair = Unsafe.Add(ref state, at);
            ref var entry = ref Unsafe.Add(ref table, 2 * (nint)pair.FirstEntry(ofPair));
            var (a, b) = (entry, Unsafe.Add(ref entry, 1));
            entry = ref Unsafe.Add(ref table, 2 * (nint)pair.SecondEntry(ofPair));
            var (c, d) = (entry, Unsafe.Add(ref entry, 1));
            lower += a;
            upper += b;
            lowerToo += c;
            upperToo += d;
            least = Vector256.Min(least, Vector256.Min(a.AsUInt32(), b.AsUInt32()));
            leastToo = Vector256.Min(leastToo, Vector256.Min(c.AsUInt32(), d.AsUInt32()));
        }
        (lower + lowerToo).CopyTo(sums);
        (upper + upperToo).CopyTo(sums[Vector256<float>.Count..]);
        return !Vector256.EqualsAny(Vector256.Min(least, leastToo), Vector256<uint>.Zero);
    }

    /// <summary>Finds what the subtrees' leaves give in their states where nobody has yet.</summary>
    private void FindMissing(Bunch bunch, ReadOnlySpan<ushort> states, Span<float> entries)
    {
        for (var at = bunch.First; at < bunch.End; at++)
        {
            Find(2 * at, states[at] & _pairs[at].Mask, entries.Slice(_pairs[at].FirstEntry(states[at]) * Lanes, Lanes));
            Find((2 * at) + 1, states[at] >> _pairs[at].Shift, entries.Slice(_pairs[at].SecondEntry(states[at]) * Lanes, Lanes));
        }
    }

    /// <summary>Finds what a subtree's leaves give in a state, and keeps it.</summary>
    private void Find(int subtree, int state, Span<float> entry)
    {
        if (!MemoryMarshal.Cast<float, uint>(entry).Contains(0u))
            return;
        Span<double> given = stackalloc double[Lanes];
        given.Clear();
        _leaves.AddTo(given, subtree, state);
        for (var lane = 0; lane < Lanes; lane++)
            entry[lane] = (float)given[lane] is var number && number == 0 ? WrittenZero : number;
    }

    /// <summary>The entries, all zero at first. A model that nobody asks for reasons has no room for them.</summary>
    private Span<float> Entries()
    {
        if (_entries is not { } entries)
        {
            entries = new AlignedMemory<float>(_count * Lanes);
            entries = Interlocked.CompareExchange(ref _entries, entries, null) ?? entries;
        }
        return entries.Span;
    }

    /// <summary>Two subtrees whose states are one number: that of the first in its lower bits, that of the second above.</summary>
    /// <param name="First">Place of state 0 of the first.</param>
    /// <param name="Second">Place of state 0 of the second.</param>
    /// <param name="Mask">The bits of the first.</param>
    /// <param name="Shift">Their number.</param>
    internal readonly record struct Pair(int First, int Second, ushort Mask, byte Shift)
    {
        public int FirstEntry(ushort states) => First + (states & Mask);

        public int SecondEntry(ushort states) => Second + (states >> Shift);
    }

    /// <summary>Pairs of subtrees whose groups have the same lanes.</summary>
    /// <param name="First">Among all pairs.</param>
    /// <param name="End">Behind the last.</param>
    /// <param name="Groups">Of the lanes.</param>
    internal sealed record Bunch(int First, int End, int[] Groups);
}
