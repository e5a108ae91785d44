namespace ServerlessRetail.Models.Predictors;

/// <summary>What the explanation of trees needs to know of the training rows on the ways through them.</summary>
internal sealed class TreePaths
{
    private readonly FlatTrees _trees;
    private readonly double[] _nodeCovers;

    public TreePaths(FlatTrees trees)
    {
        // Children stand behind their parent.
        _trees = trees;
        _nodeCovers = new double[trees.Nodes.Length];
        for (var node = _nodeCovers.Length - 1; node >= 0; node--)
            _nodeCovers[node] = CoverOf(trees.Nodes[node].Left) + CoverOf(trees.Nodes[node].Right);
    }

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
