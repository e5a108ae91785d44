using System.Runtime.CompilerServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Binary decision trees in flat arrays. A reference to a child, or to a tree's root, is a node's index or, where it is
/// negative, the complement of a leaf's. Nodes and leaves of all trees stand in the order in which a walk meets them that
/// goes left first, so that a subtree's nodes are neighbours.
/// </summary>
internal sealed class FlatTrees
{
    /// <summary>Most leaves of one tree, which bounds its depth, and with it the stack that a walk needs.</summary>
    public const int MaxLeaves = 1_024;

    private readonly Node[] _nodes;
    private readonly int[] _leavesOfTree;
    private readonly int[] _roots;

    /// <param name="width">Slots of the feature vector.</param>
    /// <param name="leavesOfTree">Leaves of each tree, 1 or more; it has one node less.</param>
    /// <param name="nodes">The nodes of one tree after the other.</param>
    /// <param name="leafValues">What each leaf adds to the score.</param>
    /// <param name="leafCovers">Training rows, by weight, that came to each leaf.</param>
    /// <exception cref="ArgumentException">The arrays are not trees in this order.</exception>
    public FlatTrees(int width, int[] leavesOfTree, Node[] nodes, double[] leafValues, double[] leafCovers)
    {
        (Width, _leavesOfTree, _nodes, LeafValues, LeafCovers) = (width, leavesOfTree, nodes, leafValues, leafCovers);
        _roots = new int[leavesOfTree.Length];
        if (leafCovers.Length != leafValues.Length)
            throw new ArgumentException($"{leafCovers.Length} covers are not one for each of {leafValues.Length} leaves.", nameof(leafCovers));
        if (Array.Exists(leafValues, value => !double.IsFinite(value)) || Array.Exists(leafCovers, cover => !(cover >= 0)) || !double.IsFinite(leafCovers.Sum()))
            throw new ArgumentException("A leaf's value or cover is no number.", nameof(leafValues));
        if (Array.Exists(nodes, node => node.Slot < 0 || node.Slot >= width || !float.IsFinite(node.Threshold)))
            throw new ArgumentException($"A node asks for a slot that is none of {width}, or for no number.", nameof(nodes));

        var (node, leaf) = (0, 0);
        for (var tree = 0; tree < leavesOfTree.Length; tree++)
        {
            if (leavesOfTree[tree] is < 1 or > MaxLeaves)
                throw new ArgumentException($"A tree has {leavesOfTree[tree]} leaves.", nameof(leavesOfTree));
            _roots[tree] = leavesOfTree[tree] == 1 ? ~leaf : node;
            var (nodeEnd, leafEnd) = (node + leavesOfTree[tree] - 1, leaf + leavesOfTree[tree]);
            if (nodeEnd > nodes.Length || leafEnd > leafValues.Length)
                throw new ArgumentException("The trees have more nodes or leaves than there are.", nameof(leavesOfTree));
            Verify(_roots[tree], ref node, ref leaf, nodeEnd, leafEnd);
            if (node != nodeEnd || leaf != leafEnd)
                throw new ArgumentException("A tree has nodes that cannot be reached.", nameof(nodes));
        }
        if (node != nodes.Length || leaf != leafValues.Length)
            throw new ArgumentException("There are nodes of no tree.", nameof(nodes));
    }

    public int Width { get; }

    public int Count => _leavesOfTree.Length;

    public ReadOnlySpan<int> LeavesOfTree => _leavesOfTree;

    public ReadOnlySpan<Node> Nodes => _nodes;

    public double[] LeafValues { get; }

    public double[] LeafCovers { get; }

    public long Bytes => ((long)_nodes.Length * Unsafe.SizeOf<Node>()) + ((long)LeafValues.Length * 2 * sizeof(double)) + ((long)Count * 2 * sizeof(int));

    /// <summary>The reference to a tree's root.</summary>
    public int RootOf(int tree) => _roots[tree];

    /// <summary>The leaf that a feature vector comes to.</summary>
    public int LeafOf(int tree, ReadOnlySpan<float> vector)
    {
        var nodes = _nodes;
        var at = _roots[tree];
        while (at >= 0)
        {
            ref readonly var node = ref nodes[at];
            at = vector[node.Slot] <= node.Threshold ? node.Left : node.Right;
        }
        return ~at;
    }

    /// <summary>The same trees with the covers that weighted rows give them.</summary>
    /// <param name="weights">One a row; null: each row counts 1.</param>
    public FlatTrees CountCovers(IReadOnlyList<float[]> vectors, IReadOnlyList<float>? weights)
    {
        var covers = new double[LeafValues.Length];
        for (var row = 0; row < vectors.Count; row++)
        {
            var weight = weights?[row] ?? 1;
            for (var tree = 0; tree < Count; tree++)
                covers[LeafOf(tree, vectors[row])] += weight;
        }
        return new FlatTrees(Width, _leavesOfTree, _nodes, LeafValues, covers);
    }

    /// <summary>Walks a tree left first; every reference must be to what comes next.</summary>
    private void Verify(int root, ref int node, ref int leaf, int nodeEnd, int leafEnd)
    {
        var open = new Stack<int>();
        open.Push(root);
        while (open.TryPop(out var at))
        {
            if (at >= 0 ? at != node || at >= nodeEnd : ~at != leaf || ~at >= leafEnd)
                throw new ArgumentException("A node's child is not the one that follows.", nameof(node));
            if (at < 0)
            {
                leaf++;
                continue;
            }
            node++;
            open.Push(_nodes[at].Right);
            open.Push(_nodes[at].Left);
        }
    }

    /// <summary>Goes left where the slot is the threshold or less.</summary>
    /// <param name="Left">Reference to a child.</param>
    /// <param name="Right">Reference to a child.</param>
    internal readonly record struct Node(int Slot, float Threshold, int Left, int Right);
}
