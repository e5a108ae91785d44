using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// The same trees as <see cref="FlatTrees"/>, laid out for one row: a word a tree has a bit for each of its leaves, from the
/// left. A node that sends the row right rules out the leaves to its left; of those that no node rules out the first is the
/// row's (QuickScorer, Lucchese et al., 2015). What the nodes of a slot rule out together is known beforehand, for each
/// test that the slot can fail at last, so that a row is as many masks as it has slots above a threshold.
/// </summary>
/// <typeparam name="TWord">An unsigned integer with as many bits as a tree has leaves at most.</typeparam>
internal sealed class MaskedTrees<TWord> : ITreeLeaves
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    /// <summary>Of all masks: more would not stay in the caches.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Words whose leaves are known before they are added up.</summary>
    private const int WordsTogether = 256;

    /// <summary>Vectors of a mask whose words are kept in registers together.</summary>
    private const int VectorsTogether = 4;

    private readonly FailedTests _tests;
    private readonly AlignedMemory<TWord> _masks;
    private readonly int[] _firstLeaf;
    private readonly double[] _values;
    private readonly int _words;

    private MaskedTrees(FlatTrees trees, SlotTests tests, int words)
    {
        (_tests, _values, _words) = (tests.Failed, trees.LeafValues, words);
        _firstLeaf = new int[trees.Count];
        _masks = new AlignedMemory<TWord>(tests.Count * words);
        var masks = _masks.Span;
        masks.Fill(TWord.AllBitsSet);
        var (node, leaf) = (0, 0);
        for (var tree = 0; tree < trees.Count; tree++)
        {
            _firstLeaf[tree] = leaf;
            for (var end = node + trees.LeavesOfTree[tree] - 1; node < end; node++)
            {
                var (first, right) = (FirstLeaf(trees, trees.Nodes[node].Left) - leaf, FirstLeaf(trees, trees.Nodes[node].Right) - leaf);
                masks[(tests.TestOfNode[node] * words) + tree] &= ~((TWord.One << right) - (TWord.One << first));
            }
            leaf += trees.LeavesOfTree[tree];
        }
        tests.Accumulate(masks, static (lower, row) =>
        {
            for (var at = 0; at < row.Length; at++)
                row[at] &= lower[at];
        });
    }

    public long Bytes => _masks.Bytes + ((long)_firstLeaf.Length * sizeof(int));

    /// <param name="tests">Of the trees.</param>
    /// <returns>Null where a tree has too many leaves, the trees ask for too many slots, or masks would take too much memory.</returns>
    public static MaskedTrees<TWord>? Create(FlatTrees trees, SlotTests tests)
    {
        foreach (var leaves in trees.LeavesOfTree)
        {
            if (leaves > Unsafe.SizeOf<TWord>() * 8)
                return null;
        }
        var words = (trees.Count + Vector<TWord>.Count - 1) / Vector<TWord>.Count * Vector<TWord>.Count;
        return tests.Failed.Slots <= FailedTests.MostOnStack && (long)tests.Count * words * Unsafe.SizeOf<TWord>() <= MostBytes ? new MaskedTrees<TWord>(trees, tests, words) : null;
    }

    public void AddTo(Span<double> scores, ReadOnlySpan<float> vector, ReadOnlySpan<int> outputOfTree)
    {
        Span<int> failed = stackalloc int[_tests.Slots];
        Span<TWord> words = stackalloc TWord[Math.Min(_words, WordsTogether)];
        failed = failed[.._tests.Find(vector, failed)];
        for (var start = 0; start < _firstLeaf.Length; start += WordsTogether)
        {
            RuleOut(failed, start, words[..Math.Min(_words - start, WordsTogether)]);
            AddLeaves(scores, start, words, outputOfTree);
        }
    }

    /// <param name="failed">The last test that each slot fails.</param>
    /// <param name="start">The first tree.</param>
    /// <param name="left">Filled with the leaves that are left, a word a tree.</param>
    private void RuleOut(ReadOnlySpan<int> failed, int start, Span<TWord> left)
    {
        ref var masks = ref Unsafe.As<TWord, Vector<TWord>>(ref MemoryMarshal.GetReference(_masks.Span[Math.Min(start, _masks.Span.Length)..]));
        var words = MemoryMarshal.Cast<TWord, Vector<TWord>>(left);
        var (at, ofMask) = (0, _words / Vector<TWord>.Count);
        for (; at + VectorsTogether <= words.Length; at += VectorsTogether)
        {
            var (a, b, c, d) = (Vector<TWord>.AllBitsSet, Vector<TWord>.AllBitsSet, Vector<TWord>.AllBitsSet, Vector<TWord>.AllBitsSet);
            foreach (var test in failed)
            {
                ref var mask = ref Unsafe.Add(ref masks, (test * ofMask) + at);
                a &= mask;
                b &= Unsafe.Add(ref mask, 1);
                c &= Unsafe.Add(ref mask, 2);
                d &= Unsafe.Add(ref mask, 3);
            }
            (words[at], words[at + 1], words[at + 2], words[at + 3]) = (a, b, c, d);
        }
        for (; at < words.Length; at++)
        {
            var word = Vector<TWord>.AllBitsSet;
            foreach (var test in failed)
                word &= Unsafe.Add(ref masks, (test * ofMask) + at);
            words[at] = word;
        }
    }

    /// <param name="start">The first tree.</param>
    /// <param name="left">The leaves that are left, a word a tree: at least one, for no node rules out the last.</param>
    private void AddLeaves(Span<double> scores, int start, ReadOnlySpan<TWord> left, ReadOnlySpan<int> outputOfTree)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(_values);
        var firstLeaf = _firstLeaf.AsSpan(start);
        left = left[..Math.Min(left.Length, firstLeaf.Length)];
        if (scores.Length == 1)
        {
            var score = scores[0];
            for (var tree = 0; tree < left.Length; tree++)
                score += Unsafe.Add(ref values, firstLeaf[tree] + int.CreateTruncating(TWord.TrailingZeroCount(left[tree])));
            scores[0] = score;
            return;
        }
        for (var tree = 0; tree < left.Length; tree++)
            scores[outputOfTree[start + tree]] += Unsafe.Add(ref values, firstLeaf[tree] + int.CreateTruncating(TWord.TrailingZeroCount(left[tree])));
    }

    private static int FirstLeaf(FlatTrees trees, int reference)
    {
        while (reference >= 0)
            reference = trees.Nodes[reference].Left;
        return ~reference;
    }
}
