namespace ServerlessRetail.Models.Predictors;

/// <summary>What the explanation of trees needs to know of the ways through them.</summary>
internal sealed class TreePaths
{
    private readonly FlatTrees _trees;
    private readonly double[] _nodeCovers;

    public TreePaths(FlatTrees trees)
    {
        // Children stand behind their parent.
        _trees = trees;
        _nodeCovers = new double[trees.Nodes.Length];
        NodesBelow = new int[_nodeCovers.Length];
        for (var node = _nodeCovers.Length - 1; node >= 0; node--)
        {
            var (left, right) = (trees.Nodes[node].Left, trees.Nodes[node].Right);
            _nodeCovers[node] = CoverOf(left) + CoverOf(right);
            NodesBelow[node] = 1 + SizeOf(left) + SizeOf(right);
        }
    }

    /// <summary>Nodes of the subtree of each node, itself among them.</summary>
    public int[] NodesBelow { get; }

    public int SizeOf(int reference) => reference < 0 ? 0 : NodesBelow[reference];

    /// <summary>The share of a node's training rows that goes left; a half where none came.</summary>
    public double ShareLeft(int node) => _nodeCovers[node] > 0 ? CoverOf(_trees.Nodes[node].Left) / _nodeCovers[node] : 0.5;

    /// <summary>The average leaf of a tree, weighted by cover: its score before anything is known of a row.</summary>
    public double Mean(int reference)
    {
        if (reference < 0)
            return _trees.LeafValues[~reference];
        var share = ShareLeft(reference);
        return (share * Mean(_trees.Nodes[reference].Left)) + ((1 - share) * Mean(_trees.Nodes[reference].Right));
    }

    private double CoverOf(int reference) => reference < 0 ? _trees.LeafCovers[~reference] : _nodeCovers[reference];
}

/// <summary>A node on the way to a leaf.</summary>
/// <param name="Node">Its index.</param>
/// <param name="Left">Whether the way goes left.</param>
/// <param name="Group">The group of its slot.</param>
/// <param name="Share">Of the node's training rows, those that go that way, 0 to 1.</param>
internal readonly record struct PathStep(int Node, bool Left, int Group, double Share);
