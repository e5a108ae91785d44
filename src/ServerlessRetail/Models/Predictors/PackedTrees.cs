using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// The same trees as <see cref="FlatTrees"/>, laid out to be walked fast: nodes of eight bytes with their children side by
/// side, so that a step is an addition instead of a branch that the processor would have to guess, and a leaf steps to
/// itself, so that trees are walked in step, eight at a time: while one waits for memory, the others go on.
/// </summary>
internal sealed class PackedTrees : ITreeLeaves
{
    /// <summary>Trees walked together.</summary>
    private const int Lanes = 8;

    /// <summary>Trees whose leaves are known before they are added up.</summary>
    private const int BlockTrees = 256;

    /// <summary>A quiet NaN: no slot is at most that, not even NaN. The bits below hold which leaf it is.</summary>
    private const uint LeafThreshold = 0x7FC0_0000;

    private readonly Node[] _nodes;
    private readonly double[] _values;
    private readonly Walk[] _walks;
    private readonly int _width;
    private readonly int _trees;

    private PackedTrees(FlatTrees trees)
    {
        (_width, _trees, _values) = (trees.Width, trees.Count, trees.LeafValues);
        var nodes = new GrowingArray<Node>();
        var walks = new Walk[trees.Count];
        var firstLeaf = 0;
        for (var tree = 0; tree < walks.Length; tree++)
        {
            walks[tree] = new Walk(nodes.Count, firstLeaf, tree, Place(trees, trees.RootOf(tree), firstLeaf, nodes));
            firstLeaf += trees.LeavesOfTree[tree];
        }
        _nodes = nodes.ToArray();

        // In step, trees of one depth lose nothing by waiting for each other.
        _walks = SortByDepth(walks);
    }

    public long Bytes => ((long)_nodes.Length * Unsafe.SizeOf<Node>()) + ((long)_walks.Length * Unsafe.SizeOf<Walk>());

    /// <returns>Null where a slot's number takes more than 16 bits.</returns>
    public static PackedTrees? Create(FlatTrees trees) => trees.Width <= ushort.MaxValue + 1 ? new PackedTrees(trees) : null;

    public void AddTo(Span<double> scores, ReadOnlySpan<float> vector, ReadOnlySpan<int> outputOfTree)
    {
        vector = vector[.._width];
        Span<double> leaves = stackalloc double[Math.Min(BlockTrees, _trees)];
        for (var start = 0; start < _trees; start += BlockTrees)
        {
            var ofBlock = leaves[..Math.Min(BlockTrees, _trees - start)];
            FindLeaves(_walks.AsSpan(start, ofBlock.Length), vector, ofBlock);
            if (scores.Length == 1)
            {
                var score = scores[0];
                foreach (var leaf in ofBlock)
                    score += leaf;
                scores[0] = score;
                continue;
            }
            for (var tree = 0; tree < ofBlock.Length; tree++)
                scores[outputOfTree[start + tree]] += ofBlock[tree];
        }
    }

    /// <param name="walks">Of one block of trees.</param>
    /// <param name="leaves">Room for the value of each tree's leaf, in the order of the trees.</param>
    private void FindLeaves(ReadOnlySpan<Walk> walks, ReadOnlySpan<float> vector, Span<double> leaves)
    {
        // Nodes were made from trees that were verified: every step from a root stays among the tree's nodes, and slots in the vector.
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref var slots = ref MemoryMarshal.GetReference(vector);
        while (walks.Length >= Lanes)
        {
            (nint a, nint b, nint c, nint d) = (walks[0].Root, walks[1].Root, walks[2].Root, walks[3].Root);
            (nint e, nint f, nint g, nint h) = (walks[4].Root, walks[5].Root, walks[6].Root, walks[7].Root);
            for (var depth = walks[Lanes - 1].Depth; depth > 0; depth--)
            {
                a = Step(ref nodes, ref slots, a);
                b = Step(ref nodes, ref slots, b);
                c = Step(ref nodes, ref slots, c);
                d = Step(ref nodes, ref slots, d);
                e = Step(ref nodes, ref slots, e);
                f = Step(ref nodes, ref slots, f);
                g = Step(ref nodes, ref slots, g);
                h = Step(ref nodes, ref slots, h);
            }
            Keep(walks[0], a, leaves);
            Keep(walks[1], b, leaves);
            Keep(walks[2], c, leaves);
            Keep(walks[3], d, leaves);
            Keep(walks[4], e, leaves);
            Keep(walks[5], f, leaves);
            Keep(walks[6], g, leaves);
            Keep(walks[7], h, leaves);
            walks = walks[Lanes..];
        }
        foreach (ref readonly var walk in walks)
        {
            nint at = walk.Root;
            for (var depth = walk.Depth; depth > 0; depth--)
                at = Step(ref nodes, ref slots, at);
            Keep(walk, at, leaves);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Step(ref Node nodes, ref float slots, nint at)
    {
        ref var node = ref Unsafe.Add(ref nodes, at);
        return at + node.Left + Unsafe.BitCast<bool, byte>(!(Unsafe.Add(ref slots, (nint)node.Slot) <= node.Threshold));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(in Walk walk, nint at, Span<double> leaves) =>
        leaves[walk.Tree % BlockTrees] = _values[walk.FirstLeaf + (int)(BitConverter.SingleToUInt32Bits(_nodes[at].Threshold) & ~LeafThreshold)];

    /// <summary>Sorts by depth within each block of trees; of one depth, the first tree comes first. Few distinct depths: counting them is enough.</summary>
    private static Walk[] SortByDepth(Walk[] walks)
    {
        var sorted = new Walk[walks.Length];
        for (var start = 0; start < walks.Length; start += BlockTrees)
        {
            var (end, place) = (Math.Min(start + BlockTrees, walks.Length), start);
            for (var depth = 0; place < end; depth++)
            {
                for (var walk = start; walk < end; walk++)
                {
                    if (walks[walk].Depth == depth)
                        sorted[place++] = walks[walk];
                }
            }
        }
        return sorted;
    }

    /// <summary>Puts a tree's nodes one layer after the other, children side by side.</summary>
    /// <returns>Most steps to a leaf.</returns>
    private static int Place(FlatTrees trees, int root, int firstLeaf, GrowingArray<Node> nodes)
    {
        var deepest = 0;
        var waiting = new Queue<(int At, int Place, int Depth)>();
        waiting.Enqueue((root, nodes.Count, 0));
        nodes.Add(default);
        while (waiting.TryDequeue(out var next))
        {
            var (at, place, depth) = next;
            deepest = Math.Max(deepest, depth);
            if (at < 0)
            {
                // One place back and, since no slot is at most NaN, one forth.
                var threshold = BitConverter.UInt32BitsToSingle(LeafThreshold | (uint)(~at - firstLeaf));
                nodes[place] = new Node(threshold, 0, -1);
                continue;
            }
            var node = trees.Nodes[at];
            nodes[place] = new Node(node.Threshold, (ushort)node.Slot, (short)(nodes.Count - place));
            waiting.Enqueue((node.Left, nodes.Count, depth + 1));
            waiting.Enqueue((node.Right, nodes.Count + 1, depth + 1));
            nodes.Add(default);
            nodes.Add(default);
        }
        return deepest;
    }

    /// <summary>Goes to the place <paramref name="Left"/> further where the slot is the threshold or less, else one more.</summary>
    private readonly record struct Node(float Threshold, ushort Slot, short Left);

    /// <summary>A tree.</summary>
    /// <param name="Depth">Most steps to a leaf.</param>
    private readonly record struct Walk(int Root, int FirstLeaf, int Tree, int Depth);
}
