namespace ServerlessRetail.Models.Predictors;

/// <summary>Puts trees into <see cref="TreeGame"/>s.</summary>
internal sealed class TreeGames(FlatTrees trees, TreePaths paths, SlotGroups groups)
{
    /// <summary>Nodes of trees that are walked together: what is kept of them meanwhile fits a core's first cache.</summary>
    private const int MostNodes = 128;

    /// <summary>Place in <see cref="PointBlock.Factors"/> of each share.</summary>
    private readonly Dictionary<double, int> _factorsOfShare = new() { [1.0] = 1 };

    /// <summary>Most groups that the way to a leaf asks for.</summary>
    public int MostPlayers { get; private set; }

    /// <summary>The shares of the trees that were added, in the order of their factors.</summary>
    public double[] Shares => [.. _factorsOfShare.OrderBy(factors => factors.Value).Select(factors => factors.Key)];

    /// <param name="numbers">Of the trees. Those that are a leaf play no game.</param>
    public TreeGame[] Add(IEnumerable<int> numbers)
    {
        var (games, together, nodes) = (new List<TreeGame>(), new List<int>(), 0);
        foreach (var tree in numbers.Where(tree => trees.RootOf(tree) >= 0))
        {
            var ofTree = trees.LeavesOfTree[tree] - 1;
            if (together.Count > 0 && nodes + ofTree > MostNodes)
            {
                games.Add(Create(together, nodes));
                (together, nodes) = ([], 0);
            }
            together.Add(trees.RootOf(tree));
            nodes += ofTree;
        }
        if (together.Count > 0)
            games.Add(Create(together, nodes));
        return [.. games];
    }

    /// <summary>Puts the nodes of trees one layer after the other, but those with two leaves behind the others.</summary>
    private TreeGame Create(List<int> roots, int count)
    {
        var (nodes, ways, order, leaves) = (new TreeGame.Node[count], new Way[count], new int[count], new List<double>(count + roots.Count));
        var inner = roots.Sum(CountInner);
        var (nextInner, nextTwig) = (0, inner);
        int[] places = [.. roots.Select(root => PlaceOf(root, new Way(Parent: -1, Condition: 0, Share: 1, Players: 0)))];
        for (var place = 0; place < count; place++)
        {
            var (node, share) = (trees.Nodes[order[place]], paths.ShareLeft(order[place]));
            var group = groups.GroupOfSlot[node.Slot];
            var (before, ofWay) = Before(ways[place], group, ways, nodes);
            if (!_factorsOfShare.TryGetValue(ofWay, out var factors))
                _factorsOfShare[ofWay] = factors = _factorsOfShare.Count + 1;
            var players = (ways[place].Parent < 0 ? 0 : ways[ways[place].Parent].Players) + (before == 0 ? 1 : 0);
            MostPlayers = Math.Max(MostPlayers, players);
            ways[place] = ways[place] with { Players = players };
            var left = PlaceOf(node.Left, new Way(place, (2 * place) + 1, ofWay * share, 0));
            var right = PlaceOf(node.Right, new Way(place, (2 * place) + 2, ofWay * (1 - share), 0));
            nodes[place] = new TreeGame.Node(
                share, node.Threshold, (uint)node.Slot, TreeGame.Node.Bytes(group), (uint)before, TreeGame.Node.Bytes(2 * factors), TreeGame.Node.Bytes(left), TreeGame.Node.Bytes(right));
        }
        return new TreeGame(nodes, inner, [.. leaves], places);

        int PlaceOf(int child, Way way)
        {
            if (child < 0)
            {
                leaves.Add(trees.LeafValues[~child]);
                return count + leaves.Count - 1;
            }
            var place = IsTwig(child) ? nextTwig++ : nextInner++;
            (order[place], ways[place]) = (child, way);
            return place;
        }
    }

    private bool IsTwig(int node) => trees.Nodes[node].Left < 0 && trees.Nodes[node].Right < 0;

    private int CountInner(int at) => at < 0 || IsTwig(at) ? 0 : 1 + CountInner(trees.Nodes[at].Left) + CountInner(trees.Nodes[at].Right);

    /// <summary>What the way asked of a group last, and the group's share since.</summary>
    private static (int Condition, double Share) Before(Way way, int group, Way[] ways, TreeGame.Node[] nodes)
    {
        while (way.Parent >= 0 && nodes[way.Parent].Group != TreeGame.Node.Bytes(group))
            way = ways[way.Parent];
        return (way.Condition, way.Share);
    }

    /// <summary>The last step to a node.</summary>
    /// <param name="Parent">Place of the node above; negative: none.</param>
    /// <param name="Condition">As of <see cref="TreeGame.Node"/>.</param>
    /// <param name="Share">Of the parent's group, with this step.</param>
    /// <param name="Players">Groups that were asked for, the node's own among them.</param>
    private readonly record struct Way(int Parent, int Condition, double Share, int Players);
}
