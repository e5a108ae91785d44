using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Asks <see cref="SlotTests"/> of one row, and tells which fail.</summary>
internal sealed class FailedTests
{
    /// <summary>Most slots for which there is room on the stack.</summary>
    public const int MostOnStack = 4_096;

    private readonly float[] _thresholds;
    private readonly int _width;
    private readonly Alone[] _alone;
    private readonly int[] _testOfAlone;
    private readonly SlotTests.Asked[] _searched;

    /// <param name="slots">With their tests, in order.</param>
    /// <param name="thresholds">Of the tests.</param>
    /// <param name="width">Slots of the feature vector.</param>
    public FailedTests(ReadOnlySpan<SlotTests.Asked> slots, float[] thresholds, int width)
    {
        (_thresholds, _width, Slots) = (thresholds, width, slots.Length);
        var (searched, alone, testOfAlone) = (new GrowingArray<SlotTests.Asked>(), new GrowingArray<Alone>(), new GrowingArray<int>());
        foreach (var asked in slots)
        {
            var start = asked.Slot / Alone.Count * Alone.Count;
            if (asked.End - asked.First > 1 || start + Alone.Count > width)
            {
                searched.Add(asked);
                continue;
            }
            if (alone.Count == 0 || alone[alone.Count - 1].Start != start)
            {
                alone.Add(new Alone(start, default, 0));
                for (var slot = 0; slot < Alone.Count; slot++)
                    testOfAlone.Add(0);
            }
            alone[alone.Count - 1] = alone[alone.Count - 1].With(asked.Slot - start, thresholds[asked.First]);
            testOfAlone[testOfAlone.Count - Alone.Count + asked.Slot - start] = asked.First;
        }
        (_alone, _testOfAlone, _searched) = (alone.ToArray(), testOfAlone.ToArray(), searched.ToArray());
    }

    /// <summary>Slots of which something is asked.</summary>
    public int Slots { get; }

    public long Bytes =>
        ((long)_searched.Length * Unsafe.SizeOf<SlotTests.Asked>()) + ((long)_alone.Length * Unsafe.SizeOf<Alone>()) + ((long)_testOfAlone.Length * sizeof(int));

    /// <param name="vector">As many slots as the trees have, at least.</param>
    /// <param name="failed">
    /// Room for <see cref="Slots"/> numbers. Filled with the highest test of each slot that fails one, for it is above the
    /// threshold or NaN: it fails the slot's lower tests too, and none of the higher.
    /// </param>
    /// <returns>How many slots fail a test.</returns>
    public int Find(ReadOnlySpan<float> vector, Span<int> failed)
    {
        vector = vector[.._width];
        var count = FindAlone(vector, failed[..Slots]);
        ref var thresholds = ref MemoryMarshal.GetArrayDataReference(_thresholds);
        foreach (ref readonly var asked in _searched.AsSpan())
        {
            // A binary search that guesses nothing: which way it goes is a number, not a branch.
            var (slot, next) = (vector[asked.Slot], asked.First);
            for (var length = asked.End - asked.First; length > 0; length /= 2)
            {
                var half = (length + 1) / 2;
                next += half & -Unsafe.BitCast<bool, byte>(!(slot <= Unsafe.Add(ref thresholds, next + half - 1)));
            }
            failed[count] = next - 1;
            count += Unsafe.BitCast<bool, byte>(next > asked.First);
        }
        return count;
    }

    /// <summary>The same for slots that have one test, as those of categories have: many slots at once.</summary>
    private int FindAlone(ReadOnlySpan<float> vector, Span<int> failed)
    {
        var count = 0;
        for (var part = 0; part < _alone.Length; part++)
        {
            ref readonly var alone = ref _alone[part];
            var passed = Vector256.LessThanOrEqual(Vector256.Create(vector[alone.Start..]), alone.Thresholds);
            for (var above = ~passed.ExtractMostSignificantBits() & alone.Asked; above != 0; above &= above - 1)
                failed[count++] = _testOfAlone[(part * Alone.Count) + BitOperations.TrailingZeroCount(above)];
        }
        return count;
    }

    /// <summary>Slots side by side of which some have one test.</summary>
    /// <param name="Start">The first slot.</param>
    /// <param name="Thresholds">Of their tests.</param>
    /// <param name="Asked">A bit for each slot that has one.</param>
    private readonly record struct Alone(int Start, Vector256<float> Thresholds, uint Asked)
    {
        public const int Count = 8;

        public Alone With(int slot, float threshold) => new(Start, Thresholds.WithElement(slot, threshold), Asked | (1u << slot));
    }
}
