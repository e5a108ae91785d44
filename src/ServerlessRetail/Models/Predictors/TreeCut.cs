namespace ServerlessRetail.Models.Predictors;

/// <summary>A tree in subtrees that are each small enough for a table, see <see cref="ShapleyTables"/>.</summary>
internal sealed class TreeCut
{
    /// <summary>Most bits of a state, where a subtree has nodes: more would make tables large, fewer subtrees many.</summary>
    private const int MostBits = 10;

    private readonly FlatTrees _trees;
    private readonly TreePaths _paths;
    private readonly SlotGroups _groups;
    private readonly int _root;
    private readonly List<Subtree> _subtrees = [];
    private readonly List<(ulong Asked, ulong Wanted)> _conditions = [];
    private readonly List<Leaf> _leaves = [];

    private TreeCut(FlatTrees trees, TreePaths paths, SlotGroups groups, int root)
    {
        (_trees, _paths, _groups, _root) = (trees, paths, groups, root);
        HasRoom = Cut(root, []);
    }

    /// <summary>In the order of their leaves.</summary>
    public IReadOnlyList<Subtree> Subtrees => _subtrees;

    /// <summary>Of each subtree one for each group that the way to it asks for: bits of the tree's nodes, and what they have to be.</summary>
    public IReadOnlyList<(ulong Asked, ulong Wanted)> Conditions => _conditions;

    /// <summary>Of all subtrees.</summary>
    public IReadOnlyList<Leaf> Leaves => _leaves;

    /// <summary>States of all subtrees.</summary>
    public int Entries => _subtrees.Sum(subtree => 1 << subtree.Bits);

    private bool HasRoom { get; }

    /// <param name="root">Reference to a node.</param>
    /// <returns>Null where the way to a leaf asks for more groups than a table has room for.</returns>
    public static TreeCut? TryCut(FlatTrees trees, TreePaths paths, SlotGroups groups, int root) =>
        new TreeCut(trees, paths, groups, root) is { HasRoom: true } cut ? cut : null;

    /// <param name="way">From the root to <paramref name="at"/>.</param>
    private bool Cut(int at, List<Step> way)
    {
        int[] asked = [.. way.Select(step => step.Group).Distinct()];
        var nodes = CountNodes(at);
        if (nodes == 0 || asked.Length + nodes <= MostBits)
        {
            if (asked.Length > ShapleyLeaves.MostPlayers)
                return false;
            Add(at, nodes, asked, way);
            return true;
        }

        return Follow(at, isLeft: true, way, Cut) && Follow(at, isLeft: false, way, Cut);
    }

    private bool Follow(int at, bool isLeft, List<Step> way, Func<int, List<Step>, bool> visit)
    {
        var node = _trees.Nodes[at];
        var share = _paths.ShareLeft(at);
        way.Add(new Step(at, _groups.GroupOfSlot[node.Slot], isLeft, isLeft ? share : 1 - share));
        var isVisited = visit(isLeft ? node.Left : node.Right, way);
        way.RemoveAt(way.Count - 1);
        return isVisited;
    }

    private void Add(int at, int nodes, int[] asked, List<Step> way)
    {
        _subtrees.Add(new Subtree(_leaves.Count, _conditions.Count, asked.Length, nodes == 0 ? 0 : at - _root, nodes));
        foreach (var group in asked)
            _conditions.Add(Bits(way.Where(step => step.Group == group), first: _root));
        var length = way.Count;
        AddLeaves(at, way);

        bool AddLeaves(int below, List<Step> toLeaf)
        {
            if (below >= 0)
                return Follow(below, isLeft: true, toLeaf, AddLeaves) && Follow(below, isLeft: false, toLeaf, AddLeaves);
            _leaves.Add(new Leaf(_trees.LeafValues[~below], [.. toLeaf.Select(step => step.Group).Distinct().Select(PlayerOf)]));
            return true;

            LeafPlayer PlayerOf(int group)
            {
                // What the way to the subtree asks of the group is a bit of its own; what is asked inside, a bit a node.
                var condition = Array.IndexOf(asked, group) is var place and >= 0 ? 1UL << (nodes + place) : 0;
                var (inAsked, inWanted) = Bits(toLeaf.Skip(length).Where(step => step.Group == group), first: at);
                var share = toLeaf.Where(step => step.Group == group).Aggregate(1.0, (product, step) => product * step.Share);
                return new LeafPlayer(group, share, (ushort)(inAsked | condition), (ushort)(inWanted | condition));
            }
        }
    }

    /// <summary>A bit for each step's node, counted from the first, and those that are left.</summary>
    private static (ulong Asked, ulong Wanted) Bits(IEnumerable<Step> steps, int first) => steps.Aggregate(
        (Asked: 0UL, Wanted: 0UL), (bits, step) => (bits.Asked | (1UL << (step.Node - first)), bits.Wanted | ((step.IsLeft ? 1UL : 0) << (step.Node - first))));

    private int CountNodes(int at) => at < 0 ? 0 : 1 + CountNodes(_trees.Nodes[at].Left) + CountNodes(_trees.Nodes[at].Right);

    /// <param name="FirstLeaf">Of one leaf more than nodes.</param>
    /// <param name="FirstCondition">Of one for each group that the way to the subtree asks for.</param>
    /// <param name="FirstNode">From the tree's root; nodes of a subtree follow each other.</param>
    internal readonly record struct Subtree(int FirstLeaf, int FirstCondition, int Conditions, int FirstNode, int Nodes)
    {
        /// <summary>Of a state.</summary>
        public int Bits => Conditions + Nodes;
    }

    /// <param name="Value">What it adds to the score.</param>
    internal readonly record struct Leaf(double Value, LeafPlayer[] Players);

    /// <summary>As <see cref="ShapleyLeaves.Player"/>, without a lane yet.</summary>
    internal readonly record struct LeafPlayer(int Group, double Share, ushort Asked, ushort Wanted);

    /// <param name="Share">Of the node's training rows, those that go this way.</param>
    private readonly record struct Step(int Node, int Group, bool IsLeft, double Share);
}
