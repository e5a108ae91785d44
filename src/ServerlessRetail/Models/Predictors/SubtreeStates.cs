using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Which state each subtree is in for a row. A bit of a state asks something of slots: that they are at most a threshold, for
/// any slots, and above one, for no more than one slot. So what a slot that fails a test says of all states is known
/// beforehand: which bits it rules out, and which ones, that wait for it, it sets. Slots that fail none say nothing.
/// </summary>
internal sealed class SubtreeStates
{
    /// <summary>Vectors of states that are in registers together.</summary>
    private const int VectorsTogether = 2;

    private readonly SlotTests _tests;
    private readonly AlignedMemory<ushort> _rows;
    private readonly AlignedMemory<ushort> _unasked;

    /// <param name="tests">Of the trees; of no more than <see cref="SlotTests.MostSlots"/> slots.</param>
    /// <param name="bits">Of each subtree those of its state, from the lowest: what is asked; 16 at most.</param>
    public SubtreeStates(SlotTests tests, IReadOnlyList<IReadOnlyList<Asked[]>> bits)
    {
        (_tests, Length) = (tests, LengthOf(bits.Count));
        _rows = new AlignedMemory<ushort>(tests.Count * 2 * Length);
        _unasked = new AlignedMemory<ushort>(Length);
        var rows = _rows.Span;
        var unasked = _unasked.Span;
        for (var at = 0; at < rows.Length; at += 2 * Length)
            rows.Slice(at, Length).Fill(ushort.MaxValue);
        for (var subtree = 0; subtree < bits.Count; subtree++)
        {
            for (var bit = 0; bit < bits[subtree].Count; bit++)
                unasked[subtree] |= Put(bits[subtree][bit], (ushort)(1 << bit), rows[subtree..]);
        }
        tests.Accumulate(rows, static (lower, row) =>
        {
            for (var at = 0; at < row.Length / 2; at++)
                row[at] &= lower[at];
            for (var at = row.Length / 2; at < row.Length; at++)
                row[at] |= lower[at];
        });
    }

    /// <summary>Subtrees, and some more that fill up a vector.</summary>
    public int Length { get; }

    public long Bytes => _rows.Bytes + _unasked.Bytes;

    /// <summary>Memory for so many subtrees, in bytes.</summary>
    public static long BytesOf(SlotTests tests, int subtrees) => (long)((2 * tests.Count) + 1) * LengthOf(subtrees) * sizeof(ushort);

    /// <param name="vector">As many slots as the trees have, at least.</param>
    /// <param name="states">Room for <see cref="Length"/> of them.</param>
    public void Find(ReadOnlySpan<float> vector, Span<ushort> states)
    {
        Span<int> failed = stackalloc int[_tests.Slots];
        failed = failed[.._tests.FindFailed(vector, failed)];
        ref var rows = ref Unsafe.As<ushort, Vector<ushort>>(ref MemoryMarshal.GetReference(_rows.Span));
        var unasked = MemoryMarshal.Cast<ushort, Vector<ushort>>(_unasked.Span);
        var found = MemoryMarshal.Cast<ushort, Vector<ushort>>(states[..Length]);
        for (var at = 0; at + VectorsTogether <= found.Length; at += VectorsTogether)
        {
            var (left, leftToo) = (Vector<ushort>.AllBitsSet, Vector<ushort>.AllBitsSet);
            var (set, setToo) = (unasked[at], unasked[at + 1]);
            foreach (var test in failed)
            {
                ref var row = ref Unsafe.Add(ref rows, (2 * test * found.Length) + at);
                left &= row;
                leftToo &= Unsafe.Add(ref row, 1);
                set |= Unsafe.Add(ref row, found.Length);
                setToo |= Unsafe.Add(ref row, found.Length + 1);
            }
            (found[at], found[at + 1]) = (left & set, leftToo & setToo);
        }
    }

    /// <param name="asked">What a bit asks for.</param>
    /// <param name="rows">Of the bit's subtree and those behind it.</param>
    /// <returns>The bit, if no slot has to be above a threshold for it.</returns>
    private ushort Put(Asked[] asked, ushort bit, Span<ushort> rows)
    {
        var above = -1;
        foreach (var (test, isPassed) in asked)
        {
            if (isPassed)
                rows[2 * test * Length] &= (ushort)~bit;
            else
                above = Math.Max(above, test);
        }
        if (above < 0)
            return bit;
        rows[(2 * above * Length) + Length] |= bit;
        return 0;
    }

    private static int LengthOf(int subtrees)
    {
        var together = VectorsTogether * Vector<ushort>.Count;
        return (subtrees + together - 1) / together * together;
    }

    /// <summary>That a test is passed: the slot is the threshold or less; or that it is failed.</summary>
    /// <param name="Test">Of <see cref="SlotTests"/>.</param>
    internal readonly record struct Asked(int Test, bool IsPassed);
}
