using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Puts trees into <see cref="ShapleyTables"/>.</summary>
internal sealed class ShapleyTablesBuilder(FlatTrees trees, TreePaths paths, SlotGroups groups)
{
    private readonly List<ShapleyTables.Questions> _questions = [];
    private readonly List<int> _slots = [];
    private readonly List<ShapleyTables.Conditions> _conditions = [];
    private readonly List<ShapleyTables.Subtree> _subtrees = [];
    private readonly List<ShapleyTables.Bunch> _bunches = [];
    private readonly List<int> _lanes = [];
    private readonly List<int> _firstLeaf = [];
    private readonly List<ShapleyLeaves.Leaf> _leaves = [];
    private readonly List<ShapleyLeaves.Player> _players = [];
    private int _words;
    private int _entries;

    /// <param name="tree">Not a leaf.</param>
    /// <param name="mostEntries">States that its subtrees may have.</param>
    /// <returns>The states that they have; 0 where the tree does not fit, and was not added.</returns>
    public int TryAdd(int tree, int mostEntries)
    {
        var (root, nodes) = (trees.RootOf(tree), trees.LeavesOfTree[tree] - 1);
        if (nodes > ShapleyTables.MostNodes)
            return 0;
        int[] ofTree = [.. Enumerable.Range(root, nodes).Select(node => groups.GroupOfSlot[trees.Nodes[node].Slot]).Distinct()];
        if (ofTree.Length > ShapleyTables.Lanes || TreeCut.TryCut(trees, paths, groups, root) is not { } cut || cut.Entries > mostEntries)
            return 0;

        TakeLanes(ofTree);
        foreach (var subtree in cut.Subtrees)
            AddSubtree(subtree);
        foreach (var leaf in cut.Leaves)
            AddLeaf(leaf);
        AddConditions(cut.Conditions);
        AddQuestions(trees.Nodes.Slice(root, nodes));
        _words++;
        return cut.Entries;
    }

    /// <returns>Null where no tree was added.</returns>
    public ShapleyTables? Build()
    {
        if (_words == 0)
            return null;
        EndBunch();
        _firstLeaf.Add(_leaves.Count);
        return new ShapleyTables(
            _words, [.. _questions], [.. _slots], [.. _conditions], [.. _subtrees], [.. _bunches], new ShapleyLeaves([.. _firstLeaf], [.. _leaves], [.. _players]), _entries);
    }

    /// <summary>Gives lanes to a tree's groups; where those of the bunch do not suffice, another begins.</summary>
    private void TakeLanes(int[] ofTree)
    {
        if (_lanes.Union(ofTree).Count() > ShapleyTables.Lanes)
            EndBunch();
        _lanes.AddRange(ofTree.Except(_lanes));
    }

    private void EndBunch()
    {
        var first = _bunches.Count == 0 ? 0 : _bunches[^1].End;
        _bunches.Add(new ShapleyTables.Bunch(first, _subtrees.Count, [.. _lanes.Select(group => group / ShapleyTables.Lanes).Distinct().Select(TargetOf)]));
        _lanes.Clear();
    }

    private ShapleyTables.Target TargetOf(int groupsTogether)
    {
        Span<int> lanes = stackalloc int[ShapleyTables.Lanes];
        for (var at = 0; at < lanes.Length; at++)
            lanes[at] = _lanes.IndexOf((groupsTogether * ShapleyTables.Lanes) + at);
        return new ShapleyTables.Target(Vector512.Create<int>(lanes), groupsTogether * ShapleyTables.Lanes / Vector512<double>.Count);
    }

    private void AddSubtree(TreeCut.Subtree subtree)
    {
        var (firstByte, skipped) = Math.DivRem(subtree.FirstCondition, ShapleyTables.Conditions.Count);
        _subtrees.Add(new ShapleyTables.Subtree(
            _entries, _conditions.Count + firstByte, _words, Mask(subtree.Conditions), Mask(subtree.Nodes), (byte)skipped, (byte)subtree.FirstNode, (byte)subtree.Nodes));
        _entries += 1 << subtree.Bits;
        _firstLeaf.Add(_leaves.Count + subtree.FirstLeaf);
    }

    private void AddLeaf(TreeCut.Leaf leaf)
    {
        _leaves.Add(new ShapleyLeaves.Leaf(leaf.Value, _players.Count, leaf.Players.Length));
        _players.AddRange(leaf.Players.Select(player => new ShapleyLeaves.Player(player.Share, player.Asked, player.Wanted, (byte)_lanes.IndexOf(player.Group))));
    }

    private void AddQuestions(ReadOnlySpan<FlatTrees.Node> nodes)
    {
        Span<float> thresholds = stackalloc float[ShapleyTables.Questions.Count];
        for (var first = 0; first < nodes.Length; first += thresholds.Length)
        {
            for (var at = 0; at < thresholds.Length; at++)
            {
                var isNode = first + at < nodes.Length;
                thresholds[at] = isNode ? nodes[first + at].Threshold : float.NaN;
                _slots.Add(isNode ? nodes[first + at].Slot : 0);
            }
            var parts = ShapleyTables.MostNodes / thresholds.Length;
            _questions.Add(new ShapleyTables.Questions(Vector512.Create<float>(thresholds), (_words * parts) + (first / thresholds.Length)));
        }
    }

    private void AddConditions(IReadOnlyList<(ulong Asked, ulong Wanted)> conditions)
    {
        Span<ulong> asked = stackalloc ulong[ShapleyTables.Conditions.Count];
        Span<ulong> wanted = stackalloc ulong[ShapleyTables.Conditions.Count];
        foreach (var together in conditions.Chunk(ShapleyTables.Conditions.Count))
        {
            for (var at = 0; at < asked.Length; at++)
                (asked[at], wanted[at]) = at < together.Length ? together[at] : (0, 0);
            _conditions.Add(new ShapleyTables.Conditions(Vector512.Create<ulong>(asked), Vector512.Create<ulong>(wanted), _words));
        }
    }

    private static ushort Mask(int bits) => (ushort)((1 << bits) - 1);
}
