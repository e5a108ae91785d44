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

    private BitslicedTrees(FlatTrees trees, SlotTests tests)
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
                _nodes[at] = new Node((ushort)tests.TestOfNode[at], Place(trees.Nodes[at].Left), Place(trees.Nodes[at].Right));
            (node, leaf) = (node + leaves - 1, leaf + leaves);

            // A tree's nodes come first, then its leaves.
            ushort Place(int reference) => (ushort)(reference >= 0 ? reference - node : leaves - 1 + ~reference - leaf);
        }
    }

    /// <summary>Rows that go through the trees together.</summary>
    private static int RowsTogether => SlotTests.RowsOfWord * Vector<ulong>.Count;

    /// <summary>Without the tests.</summary>
    public long Bytes => ((long)_nodes.Length * Unsafe.SizeOf<Node>()) + ((long)_trees.Length * Unsafe.SizeOf<Tree>());

    /// <param name="tests">Of the trees.</param>
    /// <returns>Null where a tree's leaves or the trees' tests are too many to be numbered in a byte or two, or there are no tests.</returns>
    public static BitslicedTrees? Create(FlatTrees trees, SlotTests tests)
    {
        foreach (var leaves in trees.LeavesOfTree)
        {
            if (leaves > MostLeaves)
                return null;
        }
        return tests.Count is > 0 and <= ushort.MaxValue + 1 ? new BitslicedTrees(trees, tests) : null;
    }

    /// <summary>Adds each tree's leaf to its output, in the order of the trees.</summary>
    /// <param name="scores">Rows × <paramref name="outputs"/>.</param>
    /// <param name="vectors">Rows × slots.</param>
    /// <param name="outputOfTree">One a tree.</param>
    public void AddTo(Span<double> scores, int outputs, ReadOnlySpan<float> vectors, int rows, ReadOnlySpan<int> outputOfTree)
    {
        var rented = ArrayPool<ulong>.Shared.Rent(_tests.Count * Vector<ulong>.Count);
        var answers = rented.AsSpan(0, _tests.Count * Vector<ulong>.Count);
        Span<Vector<ulong>> reach = stackalloc Vector<ulong>[(2 * _mostLeaves) + BitsOfLeaf];
        Span<byte> leaves = stackalloc byte[TreesTogether * RowsTogether];
        for (var start = 0; start < rows; start += RowsTogether)
        {
            var end = Math.Min(start + RowsTogether, rows);
            for (var (first, word) = (start, 0); first < end; first += SlotTests.RowsOfWord, word++)
            {
                var ofWord = Math.Min(SlotTests.RowsOfWord, end - first);
                _tests.Answer(vectors.Slice(first * _width, ofWord * _width), ofWord, answers[word..], Vector<ulong>.Count);
            }
            AddTrees(scores[(start * outputs)..(end * outputs)], outputs, MemoryMarshal.Cast<ulong, Vector<ulong>>(answers), reach, leaves, outputOfTree);
        }
        ArrayPool<ulong>.Shared.Return(rented);
    }

    /// <param name="answers">One a test.</param>
    /// <param name="reach">Room for the rows that come to each node and leaf of a tree, and for the bits of a leaf's number.</param>
    /// <param name="leaves">Room for the number of each row's leaf in some trees.</param>
    private void AddTrees(Span<double> scores, int outputs, ReadOnlySpan<Vector<ulong>> answers, Span<Vector<ulong>> reach, Span<byte> leaves, ReadOnlySpan<int> outputOfTree)
    {
        var (tree, rows) = (0, scores.Length / outputs);
        var length = (rows + SlotTests.RowsOfWord - 1) / SlotTests.RowsOfWord * SlotTests.RowsOfWord;
        var a = leaves[..length];
        var b = leaves.Slice(length, length);
        var c = leaves.Slice(2 * length, length);
        var d = leaves.Slice(3 * length, length);
        for (; outputs == 1 && tree + TreesTogether <= _trees.Length; tree += TreesTogether)
        {
            var first = FindLeaves(_trees[tree], answers, reach, a);
            var second = FindLeaves(_trees[tree + 1], answers, reach, b);
            var third = FindLeaves(_trees[tree + 2], answers, reach, c);
            var fourth = FindLeaves(_trees[tree + 3], answers, reach, d);
            for (var row = 0; row < scores.Length; row++)
                scores[row] = scores[row] + Leaf(first, a, row) + Leaf(second, b, row) + Leaf(third, c, row) + Leaf(fourth, d, row);
        }
        for (; tree < _trees.Length; tree++)
        {
            var values = FindLeaves(_trees[tree], answers, reach, a);
            for (int row = 0, at = outputOfTree[tree]; row < rows; row++, at += outputs)
                scores[at] += values[a[row]];
        }
    }

    /// <summary>A row's leaf is one of the tree's, and rows are no more than have room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Leaf(ReadOnlySpan<double> values, ReadOnlySpan<byte> leafOfRow, int row) =>
        Unsafe.Add(ref MemoryMarshal.GetReference(values), (nint)Unsafe.Add(ref MemoryMarshal.GetReference(leafOfRow), row));

    /// <param name="leafOfRow">Room for each row's leaf, counted from the tree's first.</param>
    /// <returns>The values of the tree's leaves.</returns>
    private ReadOnlySpan<double> FindLeaves(in Tree tree, ReadOnlySpan<Vector<ulong>> answers, Span<Vector<ulong>> reach, Span<byte> leafOfRow)
    {
        // Nodes were made from trees that were verified: they ask tests that there are, and their children are the tree's.
        ref var answer = ref MemoryMarshal.GetReference(answers);
        ref var reached = ref MemoryMarshal.GetReference(reach);
        reached = Vector<ulong>.AllBitsSet;
        var nodes = _nodes.AsSpan(tree.FirstNode, tree.Leaves - 1);
        for (var at = 0; at < nodes.Length; at++)
        {
            ref readonly var node = ref nodes[at];
            var (rows, left) = (Unsafe.Add(ref reached, at), Unsafe.Add(ref answer, (nint)node.Test));
            Unsafe.Add(ref reached, (nint)node.Left) = rows & left;
            Unsafe.Add(ref reached, (nint)node.Right) = Vector.AndNot(rows, left);
        }

        Spread(NumberLeaves(reach.Slice(nodes.Length, tree.Leaves), reach[^BitsOfLeaf..]), leafOfRow);
        return _values.AsSpan(tree.FirstLeaf, tree.Leaves);
    }

    /// <summary>Makes bits of the leaves' numbers: in the lowest are the rows that come to odd leaves; then pairs of leaves count as one, and so on.</summary>
    /// <param name="leaves">The rows that come to each; overwritten.</param>
    /// <param name="bits">Room for the bits of the numbers.</param>
    /// <returns>Those bits that a leaf of the tree has.</returns>
    private static ReadOnlySpan<Vector<ulong>> NumberLeaves(Span<Vector<ulong>> leaves, Span<Vector<ulong>> bits)
    {
        ref var first = ref MemoryMarshal.GetReference(leaves);
        var bit = 0;
        for (nint count = leaves.Length; count > 1; count = (count + 1) / 2)
        {
            var (odd, pairs) = (Vector<ulong>.Zero, count / 2);
            for (nint pair = 0; pair < pairs; pair++)
            {
                var second = Unsafe.Add(ref first, (2 * pair) + 1);
                odd |= second;
                Unsafe.Add(ref first, pair) = Unsafe.Add(ref first, 2 * pair) | second;
            }
            if (count % 2 == 1)
                Unsafe.Add(ref first, pairs) = Unsafe.Add(ref first, count - 1);
            bits[bit++] = odd;
        }
        return bits[..bit];
    }

    /// <summary>Puts together the numbers of which each bit is given for all rows.</summary>
    private static void Spread(ReadOnlySpan<Vector<ulong>> bits, Span<byte> leafOfRow)
    {
        // In each byte, the bit of its own row.
        var rowsOfBytes = Vector256.Create(0x8040_2010_0804_0201).AsByte();
        var bytesOfRows = Vector256.Create(0x0000_0000_0000_0000UL, 0x0101_0101_0101_0101, 0x1212_1212_1212_1212, 0x1313_1313_1313_1313).AsByte();
        var halves = MemoryMarshal.Cast<Vector<ulong>, uint>(bits);
        var ofBit = 2 * Vector<ulong>.Count;
        for (var half = 0; half * Vector256<byte>.Count < leafOfRow.Length; half++)
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
