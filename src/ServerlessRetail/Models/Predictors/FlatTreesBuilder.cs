namespace ServerlessRetail.Models.Predictors;

/// <summary>Puts trees into <see cref="FlatTrees"/>, one after the other.</summary>
internal sealed class FlatTreesBuilder
{
    private readonly List<int> _leavesOfTree = [];
    private readonly List<FlatTrees.Node> _nodes = [];
    private readonly List<double> _values = [];
    private readonly List<double> _covers = [];

    /// <summary>Adds a tree whose nodes stand in any order.</summary>
    /// <param name="root">The root's number; negative: the complement of a leaf's.</param>
    /// <param name="nodeAt">A node by its number, with children that are numbers likewise.</param>
    /// <param name="leafAt">Value and cover of a leaf by its number.</param>
    /// <exception cref="ArgumentException">More leaves than a tree may have, for example because the nodes go round in circles.</exception>
    public void Add(int root, Func<int, FlatTrees.Node> nodeAt, Func<int, (double Value, double Cover)> leafAt)
    {
        var leaves = 0;
        Place(root, depth: 0);
        _leavesOfTree.Add(leaves);

        int Place(int at, int depth)
        {
            if (leaves >= FlatTrees.MaxLeaves || depth >= FlatTrees.MaxLeaves)
                throw new ArgumentException($"A tree has more than {FlatTrees.MaxLeaves} leaves.", nameof(root));
            if (at < 0)
            {
                leaves++;
                var (value, cover) = leafAt(~at);
                _values.Add(value);
                _covers.Add(cover);
                return ~(_values.Count - 1);
            }
            var node = nodeAt(at);
            var index = _nodes.Count;
            _nodes.Add(node);
            _nodes[index] = node with { Left = Place(node.Left, depth + 1), Right = Place(node.Right, depth + 1) };
            return index;
        }
    }

    /// <param name="width">Slots of the feature vector.</param>
    public FlatTrees Build(int width) => new(width, [.. _leavesOfTree], [.. _nodes], [.. _values], [.. _covers]);
}
