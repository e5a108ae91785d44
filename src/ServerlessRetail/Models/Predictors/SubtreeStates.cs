using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Which states subtrees are in for a row, in words of two subtrees each. A bit of a state asks something of slots: that
/// they are at most a threshold, for any slots, and above one, for no more than one slot. So what a slot that fails a test
/// says of all states is known beforehand: which bits it rules out, and which ones, that wait for it, it sets. Slots that
/// fail none say nothing.
/// </summary>
internal sealed class SubtreeStates
{
    /// <summary>Of a word.</summary>
    public const int MostBits = 16;

    /// <summary>Vectors of words that are in registers together.</summary>
    private const int VectorsTogether = 2;

    private readonly AlignedMemory<ushort> _rows;
    private readonly AlignedMemory<ushort> _unasked;

    /// <param name="tests">Of the trees.</param>
    /// <param name="bits">Of each word, from the lowest: what each bit asks for; <see cref="MostBits"/> at most.</param>
    public SubtreeStates(SlotTests tests, IReadOnlyList<Asked[][]> bits)
    {
        Length = LengthOf(bits.Count);
        _rows = new AlignedMemory<ushort>(tests.Count * 2 * Length);
        _unasked = new AlignedMemory<ushort>(Length);
        var rows = _rows.Span;
        var unasked = _unasked.Span;
        for (var at = 0; at < rows.Length; at += 2 * Length)
            rows.Slice(at, Length).Fill(ushort.MaxValue);
        for (var word = 0; word < bits.Count; word++)
        {
            for (var bit = 0; bit < bits[word].Length; bit++)
                unasked[word] |= Put(bits[word][bit], (ushort)(1 << bit), rows[word..]);
        }
        tests.Accumulate(rows, static (lower, row) =>
        {
            for (var at = 0; at < row.Length / 2; at++)
                row[at] &= lower[at];
            for (var at = row.Length / 2; at < row.Length; at++)
                row[at] |= lower[at];
        });
    }

    /// <summary>Words, and some more that fill up a vector.</summary>
    public int Length { get; }

    public long Bytes => _rows.Bytes + _unasked.Bytes;

    /// <summary>Memory for so many words, in bytes.</summary>
    public static long BytesOf(SlotTests tests, int words) => (long)((2 * tests.Count) + 1) * LengthOf(words) * sizeof(ushort);

    /// <summary>Words found together.</summary>
    public static int Together => VectorsTogether * Vector<ushort>.Count;

    /// <param name="failed">As <see cref="FailedTests.Find"/> gives it for the row.</param>
    /// <param name="start">The first word: a multiple of <see cref="Together"/>.</param>
    /// <param name="states">Room for <see cref="Together"/> words.</param>
    public void Find(ReadOnlySpan<int> failed, int start, Span<ushort> states)
    {
        ref var rows = ref Unsafe.As<ushort, Vector<ushort>>(ref MemoryMarshal.GetReference(_rows.Span[start..]));
        var unasked = _unasked.Span.Slice(start, Together);
        var length = Length / Vector<ushort>.Count;
        var (left, leftToo) = (Vector<ushort>.AllBitsSet, Vector<ushort>.AllBitsSet);
        var (set, setToo) = (new Vector<ushort>(unasked), new Vector<ushort>(unasked[Vector<ushort>.Count..]));
        foreach (var test in failed)
        {
            ref var row = ref Unsafe.Add(ref rows, 2 * test * length);
            left &= row;
            leftToo &= Unsafe.Add(ref row, 1);
            set |= Unsafe.Add(ref row, length);
            setToo |= Unsafe.Add(ref row, length + 1);
        }
        (left & set).CopyTo(states);
        (leftToo & setToo).CopyTo(states[Vector<ushort>.Count..]);
    }

    /// <param name="asked">What a bit asks for.</param>
    /// <param name="rows">Of the bit's word and those behind it.</param>
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

    private static int LengthOf(int words) => (words + Together - 1) / Together * Together;

    /// <summary>That a test is passed: the slot is the threshold or less; or that it is failed.</summary>
    /// <param name="Test">Of <see cref="SlotTests"/>.</param>
    internal readonly record struct Asked(int Test, bool IsPassed);
}
