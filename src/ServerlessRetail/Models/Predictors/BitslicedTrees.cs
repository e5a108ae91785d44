using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// The same trees as <see cref="FlatTrees"/>, laid out for many rows: a row is a bit. Where rows go at a node is one
/// instruction for as many rows as a register has bits, without a branch or a look-up: those that come to its left child
/// are those that come to it and pass its test. Bit vectors instead of walks are QuickScorer's idea (Lucchese et al., 2015).
/// </summary>
internal sealed class BitslicedTrees
{
    /// <summary>Most leaves of a tree: a leaf's number is a byte.</summary>
    private const int MostLeaves = 1 << BitsOfLeaf;

    private const int BitsOfLeaf = 8;

    /// <summary>Trees whose leaves are known before they are added up.</summary>
    private const int TreesTogether = 4;

    private readonly SlotTests _tests;
    private readonly Node[] _nodes;
    private readonly Tree[] _trees;
    private readonly double[] _values;
    private readonly int _width;
    private readonly int _mostLeaves;

    private BitslicedTrees(FlatTrees trees, SlotTests tests, ReadOnlySpan<int> testOfNode)
    {
        (_tests, _values, _width) = (tests, trees.LeafValues, trees.Width);
        _nodes = new Node[trees.Nodes.Length];
        _trees = new Tree[trees.Count];
        var (node, leaf) = (0, 0);
        for (var tree = 0; tree < _trees.Length; tree++)
        {
            var leaves = trees.LeavesOfTree[tree];
            _trees[tree] = new Tree(node, leaf, leaves);
            _mostLeaves = Math.Max(_mostLeaves, leaves);
            for (var at = node; at < node + leaves - 1; at++)
                _nodes[at] = new Node((ushort)testOfNode[at], Place(trees.Nodes[at].Left), Place(trees.Nodes[at].Right));
            (node, leaf) = (node + leaves - 1, leaf + leaves);

            // A tree's nodes come first, then its leaves.
            ushort Place(int reference) => (ushort)(reference >= 0 ? reference - node : leaves - 1 + ~reference - leaf);
        }
    }

    /// <summary>Rows that go through the trees together.</summary>
    private static int RowsTogether => SlotTests.RowsOfWord * Vector<ulong>.Count;

    public long Bytes => _tests.Bytes + ((long)_nodes.Length * Unsafe.SizeOf<Node>()) + ((long)_trees.Length * Unsafe.SizeOf<Tree>());

    /// <returns>Null where a tree's leaves or the trees' tests are too many to be numbered in a byte or two.</returns>
    public static BitslicedTrees? Create(FlatTrees trees)
    {
        foreach (var leaves in trees.LeavesOfTree)
        {
            if (leaves > MostLeaves)
                return null;
        }
        var testOfNode = new int[trees.Nodes.Length];
        var tests = SlotTests.Create(trees, testOfNode);
        return tests.Count <= ushort.MaxValue + 1 ? new BitslicedTrees(trees, tests, testOfNode) : null;
    }

    /// <summary>Adds each tree's leaf to its output, in the order of the trees.</summary>
    /// <param name="scores">Rows × <paramref name="outputs"/>.</param>
    /// <param name="vectors">Rows × slots.</param>
    /// <param name="outputOfTree">One a tree.</param>
    public void AddTo(Span<double> scores, int outputs, ReadOnlySpan<float> vectors, int rows, ReadOnlySpan<int> outputOfTree)
    {
        var answers = ArrayPool<ulong>.Shared.Rent(_tests.Count * Vector<ulong>.Count);
        Span<Vector<ulong>> reach = stackalloc Vector<ulong>[2 * _mostLeaves];
        Span<byte> leaves = stackalloc byte[TreesTogether * RowsTogether];
        for (var start = 0; start < rows; start += RowsTogether)
        {
            var count = Math.Min(RowsTogether, rows - start);
            _tests.Answer(vectors.Slice(start * _width, count * _width), count, answers, Vector<ulong>.Count);
            AddTrees(scores.Slice(start * outputs, count * outputs), outputs, MemoryMarshal.Cast<ulong, Vector<ulong>>(answers), reach, leaves, outputOfTree);
        }
        ArrayPool<ulong>.Shared.Return(answers);
    }

    /// <param name="answers">One a test.</param>
    /// <param name="reach">Room for the rows that come to each node and leaf of a tree.</param>
    /// <param name="leaves">Room for the number of each row's leaf in some trees.</param>
    private void AddTrees(Span<double> scores, int outputs, ReadOnlySpan<Vector<ulong>> answers, Span<Vector<ulong>> reach, Span<byte> leaves, ReadOnlySpan<int> outputOfTree)
    {
        var (tree, rows) = (0, scores.Length / outputs);
        var a = leaves[..RowsTogether];
        var b = leaves.Slice(RowsTogether, RowsTogether);
        var c = leaves.Slice(2 * RowsTogether, RowsTogether);
        var d = leaves.Slice(3 * RowsTogether, RowsTogether);
        for (; outputs == 1 && tree + TreesTogether <= _trees.Length; tree += TreesTogether)
        {
            var first = FindLeaves(_trees[tree], answers, reach, a);
            var second = FindLeaves(_trees[tree + 1], answers, reach, b);
            var third = FindLeaves(_trees[tree + 2], answers, reach, c);
            var fourth = FindLeaves(_trees[tree + 3], answers, reach, d);
            for (var row = 0; row < scores.Length; row++)
                scores[row] = scores[row] + first[a[row]] + second[b[row]] + third[c[row]] + fourth[d[row]];
        }
        for (; tree < _trees.Length; tree++)
        {
            var values = FindLeaves(_trees[tree], answers, reach, a);
            for (int row = 0, at = outputOfTree[tree]; row < rows; row++, at += outputs)
                scores[at] += values[a[row]];
        }
    }

    /// <param name="leafOfRow">Room for each row's leaf, counted from the tree's first.</param>
    /// <returns>The values of the tree's leaves.</returns>
    private ReadOnlySpan<double> FindLeaves(in Tree tree, ReadOnlySpan<Vector<ulong>> answers, Span<Vector<ulong>> reach, Span<byte> leafOfRow)
    {
        reach[0] = Vector<ulong>.AllBitsSet;
        var nodes = _nodes.AsSpan(tree.FirstNode, tree.Leaves - 1);
        for (var at = 0; at < nodes.Length; at++)
        {
            ref readonly var node = ref nodes[at];
            var (rows, left) = (reach[at], answers[node.Test]);
            reach[node.Left] = rows & left;
            reach[node.Right] = Vector.AndNot(rows, left);
        }

        Span<Vector<ulong>> bits = stackalloc Vector<ulong>[BitsOfLeaf];
        Spread(bits[..NumberLeaves(reach.Slice(nodes.Length, tree.Leaves), bits)], leafOfRow);
        return _values.AsSpan(tree.FirstLeaf, tree.Leaves);
    }

    /// <summary>Makes bits of the leaves' numbers: in the lowest are the rows that come to odd leaves; then pairs of leaves count as one, and so on.</summary>
    /// <param name="leaves">The rows that come to each; overwritten.</param>
    /// <param name="bits">Room for the bits of the numbers.</param>
    /// <returns>How many bits the numbers have.</returns>
    private static int NumberLeaves(Span<Vector<ulong>> leaves, Span<Vector<ulong>> bits)
    {
        var count = 0;
        while (leaves.Length > 1)
        {
            var (odd, pairs) = (Vector<ulong>.Zero, leaves.Length / 2);
            for (var pair = 0; pair < pairs; pair++)
            {
                odd |= leaves[(2 * pair) + 1];
                leaves[pair] = leaves[2 * pair] | leaves[(2 * pair) + 1];
            }
            if (leaves.Length % 2 == 1)
                leaves[pairs] = leaves[^1];
            leaves = leaves[..((leaves.Length + 1) / 2)];
            bits[count++] = odd;
        }
        return count;
    }

    /// <summary>Puts together the numbers of which each bit is given for all rows.</summary>
    private static void Spread(ReadOnlySpan<Vector<ulong>> bits, Span<byte> leafOfRow)
    {
        // In each byte, the bit of its own row.
        var rowsOfBytes = Vector256.Create(0x8040_2010_0804_0201).AsByte();
        var bytesOfRows = Vector256.Create(0x0000_0000_0000_0000UL, 0x0101_0101_0101_0101, 0x1212_1212_1212_1212, 0x1313_1313_1313_1313).AsByte();
        var halves = MemoryMarshal.Cast<Vector<ulong>, uint>(bits);
        var ofBit = 2 * Vector<ulong>.Count;
        for (var half = 0; half < ofBit; half++)
        {
            var numbers = Vector256<byte>.Zero;
            for (var (at, bit) = (half, 1); at < halves.Length; (at, bit) = (at + ofBit, 2 * bit))
            {
                var rows = Vector256.Shuffle(Vector256.Create(halves[at]).AsByte(), bytesOfRows) & rowsOfBytes;
                numbers |= Vector256.Equals(rows, rowsOfBytes) & Vector256.Create((byte)bit);
            }
            numbers.CopyTo(leafOfRow[(half * Vector256<byte>.Count)..]);
        }
    }

    /// <summary>A question and where the children's rows are kept, counted from the tree's root.</summary>
    private readonly record struct Node(ushort Test, ushort Left, ushort Right);

    private readonly record struct Tree(int FirstNode, int FirstLeaf, int Leaves);
}
