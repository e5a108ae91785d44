using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Shapley values of trees, looked up. Trees are cut into subtrees so small that what their leaves give depends on few bits,
/// a subtree's state: whether the row meets what the way to the subtree asks of each group, and where it goes at the
/// subtree's nodes. What the leaves give in a state is found once, when a row first has it, and kept; the next row adds up
/// entries. Trees whose groups fit the lanes of an entry share them, one bunch after the other.
/// </summary>
/// <remarks>
/// Entries are single precision, found in double precision: a contribution is right to about seven digits. It depends on
/// the row alone, not on what was asked before. Safe for many threads: who finds an entry writes what anybody else would,
/// and a lane is never 0 once it is written, so that a half-written entry is not taken for one.
/// </remarks>
internal sealed class ShapleyTables
{
    /// <summary>Most nodes of a tree: bits of a word.</summary>
    public const int MostNodes = 64;

    /// <summary>Most groups of a tree.</summary>
    public const int Lanes = 16;

    /// <summary>Read of the conditions' bits at once, so that a subtree's are among them wherever they begin.</summary>
    private const int BytesAtOnce = sizeof(uint);

    /// <summary>Zero, but not the zero of an entry that nobody wrote; added, it changes nothing.</summary>
    private const float WrittenZero = -0.0f;

    private readonly int _words;
    private readonly Questions[] _questions;
    private readonly int[] _slots;
    private readonly Conditions[] _conditions;
    private readonly Subtree[] _subtrees;
    private readonly Bunch[] _bunches;
    private readonly ShapleyLeaves _leaves;
    private readonly int _entries;
    private double[]? _room;

    /// <param name="words">As many as trees.</param>
    /// <param name="questions">Of the trees' nodes.</param>
    /// <param name="slots">What the questions ask for, one beside the other.</param>
    /// <param name="conditions">Of the trees.</param>
    /// <param name="subtrees">Of the trees.</param>
    /// <param name="bunches">Of the subtrees.</param>
    /// <param name="leaves">Of the subtrees.</param>
    /// <param name="entries">States of all subtrees.</param>
    public ShapleyTables(int words, Questions[] questions, int[] slots, Conditions[] conditions, Subtree[] subtrees, Bunch[] bunches, ShapleyLeaves leaves, int entries) =>
        (_words, _questions, _slots, _conditions, _subtrees, _bunches, _leaves, _entries) = (words, questions, slots, conditions, subtrees, bunches, leaves, entries);

    public long Bytes =>
        ((long)_slots.Length * sizeof(int)) + ((long)_questions.Length * Unsafe.SizeOf<Questions>()) + ((long)_conditions.Length * Unsafe.SizeOf<Conditions>())
        + ((long)_subtrees.Length * Unsafe.SizeOf<Subtree>()) + _bunches.Sum(bunch => (long)bunch.Targets.Length * Unsafe.SizeOf<Target>())
        + _leaves.Bytes + ((long)(_room?.Length ?? 0) * sizeof(double));

    /// <param name="contributions">What the trees give is added, one a group.</param>
    /// <param name="vector">As many slots as the trees have.</param>
    public void AddTo(Span<double> contributions, ReadOnlySpan<float> vector)
    {
        var sumVectors = (contributions.Length + Lanes - 1) / Lanes * Lanes / Vector512<double>.Count;
        var vectors = sumVectors + _questions.Length;
        var rented = ArrayPool<double>.Shared.Rent(((vectors + 1) * Vector512<double>.Count) + _words + ((_conditions.Length + BytesAtOnce) / sizeof(double)) + 1);
        var room = rented.AsSpan(PointBlock.AlignedStart(rented));
        var sums = MemoryMarshal.Cast<double, Vector512<double>>(room)[..sumVectors];
        var asked = MemoryMarshal.Cast<double, float>(room).Slice(sumVectors * Lanes, _slots.Length);
        var words = MemoryMarshal.Cast<double, ulong>(room).Slice(vectors * Vector512<double>.Count, _words);
        var met = MemoryMarshal.AsBytes(room[((vectors * Vector512<double>.Count) + _words)..]);

        Ask(vector, asked);
        Decide(asked, words);
        Meet(words, met);
        AddUp(words, met, sums);
        var ofGroups = MemoryMarshal.Cast<Vector512<double>, double>(sums);
        for (var group = 0; group < contributions.Length; group++)
            contributions[group] += ofGroups[group];
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>Puts the slots that nodes ask for one beside the other.</summary>
    private void Ask(ReadOnlySpan<float> vector, Span<float> asked)
    {
        // Trees were verified: slots are in the vector.
        ref var slots = ref MemoryMarshal.GetReference(vector);
        asked = asked[.._slots.Length];
        for (var at = 0; at < asked.Length; at++)
            asked[at] = Unsafe.Add(ref slots, _slots[at]);
    }

    /// <summary>Where the row goes at the trees' nodes, a word a tree: bit n is 1 where it goes left at node n.</summary>
    private void Decide(ReadOnlySpan<float> asked, Span<ulong> words)
    {
        words.Clear();
        var parts = MemoryMarshal.Cast<ulong, ushort>(words);
        var slots = MemoryMarshal.Cast<float, Vector512<float>>(asked)[.._questions.Length];
        for (var at = 0; at < slots.Length; at++)
            parts[_questions[at].Part] = (ushort)Vector512.LessThanOrEqual(slots[at], _questions[at].Thresholds).ExtractMostSignificantBits();
    }

    /// <summary>Which conditions hold, one bit each.</summary>
    private void Meet(ReadOnlySpan<ulong> words, Span<byte> met)
    {
        met = met[.._conditions.Length];
        for (var at = 0; at < met.Length; at++)
        {
            ref readonly var conditions = ref _conditions[at];
            met[at] = (byte)Vector512.Equals(Vector512.Create(words[conditions.Word]) & conditions.Asked, conditions.Wanted).ExtractMostSignificantBits();
        }
    }

    /// <param name="sums">One lane a group.</param>
    private void AddUp(ReadOnlySpan<ulong> words, ReadOnlySpan<byte> met, Span<Vector512<double>> sums)
    {
        sums.Clear();
        var entries = Entries();
        foreach (var bunch in _bunches)
        {
            var sum = Vector512.Create(WrittenZero);
            for (var at = bunch.First; (at = Add(at, bunch.End, words, met, entries, ref sum)) < bunch.End;)
                Find(at, _subtrees[at].StateOf(words, met), entries);
            foreach (ref readonly var target in bunch.Targets.AsSpan())
            {
                var (lower, upper) = Vector512.Widen(Vector512.Shuffle(sum, target.LaneOfGroup));
                sums[target.Place] += lower;
                sums[target.Place + 1] += upper;
            }
        }
    }

    /// <summary>Adds up entries.</summary>
    /// <returns>The first subtree whose entry nobody has found yet, or the end.</returns>
    private int Add(int first, int end, ReadOnlySpan<ulong> words, ReadOnlySpan<byte> met, ReadOnlySpan<Vector512<float>> entries, ref Vector512<float> sum)
    {
        // Subtrees were made with the words, conditions and entries that there are.
        ref var word = ref MemoryMarshal.GetReference(words);
        ref var bits = ref MemoryMarshal.GetReference(met);
        ref var table = ref MemoryMarshal.GetReference(entries);
        ref var subtrees = ref MemoryMarshal.GetArrayDataReference(_subtrees);
        var ofAll = sum;
        var at = first;
        for (; at < end; at++)
        {
            ref readonly var subtree = ref Unsafe.Add(ref subtrees, at);
            var entry = Unsafe.Add(ref table, subtree.FirstEntry + subtree.StateOf(ref word, ref bits));
            if (Vector512.EqualsAny(entry.AsUInt32(), Vector512<uint>.Zero))
                break;
            ofAll += entry;
        }
        sum = ofAll;
        return at;
    }

    /// <summary>Finds what a subtree's leaves give in a state, and keeps it.</summary>
    private void Find(int subtree, int state, Span<Vector512<float>> entries)
    {
        Span<double> given = stackalloc double[Lanes];
        Span<float> lanes = stackalloc float[Lanes];
        given.Clear();
        _leaves.AddTo(given, subtree, state);
        for (var lane = 0; lane < Lanes; lane++)
            lanes[lane] = (float)given[lane] is var number && number == 0 ? WrittenZero : number;
        entries[_subtrees[subtree].FirstEntry + state] = Vector512.Create<float>(lanes);
    }

    /// <summary>The entries, all zero at first. A model that nobody asks for reasons has no room for them.</summary>
    private Span<Vector512<float>> Entries()
    {
        if (_room is not { } room)
        {
            // Pinned, so that an entry stays in one line of the cache.
            room = GC.AllocateArray<double>((_entries + 1) * (Unsafe.SizeOf<Vector512<float>>() / sizeof(double)), pinned: true);
            room = Interlocked.CompareExchange(ref _room, room, null) ?? room;
        }
        return MemoryMarshal.Cast<double, Vector512<float>>(room.AsSpan(PointBlock.AlignedStart(room)))[.._entries];
    }

    /// <summary>Nodes of one tree: a row goes left where the slot is the threshold or less.</summary>
    /// <param name="Thresholds">NaN where there is no node.</param>
    /// <param name="Part">Of the words, where their bits go.</param>
    internal readonly record struct Questions(Vector512<float> Thresholds, int Part)
    {
        /// <summary>How many are asked at once.</summary>
        public const int Count = 16;
    }

    /// <summary>Subtrees whose groups have the same lanes.</summary>
    /// <param name="First">Among all subtrees.</param>
    /// <param name="End">Behind the last.</param>
    /// <param name="Targets">Where the lanes' sums go.</param>
    internal sealed record Bunch(int First, int End, Target[] Targets);

    /// <summary>As many groups as there are lanes, one beside the other.</summary>
    /// <param name="LaneOfGroup">One that there is not, for a group that has no lane.</param>
    /// <param name="Place">Of the first of their two vectors.</param>
    internal readonly record struct Target(Vector512<int> LaneOfGroup, int Place);

    /// <summary>Of one tree: eight times bits of its word, and what they have to be.</summary>
    /// <param name="Word">The tree's.</param>
    internal readonly record struct Conditions(Vector512<ulong> Asked, Vector512<ulong> Wanted, int Word)
    {
        /// <summary>How many are compared at once.</summary>
        public const int Count = 8;
    }

    /// <summary>A state's lower bits are those of the nodes, the upper ones those of the conditions.</summary>
    /// <param name="FirstEntry">Place of state 0.</param>
    /// <param name="FirstByte">Of the bits of all conditions, where its own begin.</param>
    /// <param name="Word">The tree's.</param>
    /// <param name="ConditionMask">As many bits as it has conditions: one for each group that the way to it asks for.</param>
    /// <param name="NodeMask">As many bits as it has nodes.</param>
    /// <param name="Skipped">Bits of the first byte that are not its own.</param>
    /// <param name="Node">The first node, among the tree's.</param>
    /// <param name="Nodes">Their number.</param>
    internal readonly record struct Subtree(int FirstEntry, int FirstByte, int Word, ushort ConditionMask, ushort NodeMask, byte Skipped, byte Node, byte Nodes)
    {
        public int StateOf(ReadOnlySpan<ulong> words, ReadOnlySpan<byte> met) => StateOf(ref MemoryMarshal.GetReference(words), ref MemoryMarshal.GetReference(met));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int StateOf(ref ulong words, ref byte met)
        {
            var conditions = (Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref met, FirstByte)) >> Skipped) & ConditionMask;
            return (int)((conditions << Nodes) | ((uint)(Unsafe.Add(ref words, Word) >> Node) & NodeMask));
        }
    }
}
