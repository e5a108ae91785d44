namespace ServerlessRetail.Models.Predictors;

/// <summary>Puts trees into <see cref="ShapleyTables"/>.</summary>
internal sealed class ShapleyTablesBuilder(FlatTrees trees, TreePaths paths, SlotGroups groups, SlotTests tests)
{
    /// <summary>Of the rows that tell states: more would not stay in the caches.</summary>
    private const int MostBytesOfStates = 8 * 1024 * 1024;

    /// <summary>Of a tree: in larger ones ways are long, and taking them apart would take long.</summary>
    private const int MostLeaves = 128;

    private readonly List<TreeCut.Subtree> _subtrees = [];

    /// <param name="tree">Not a leaf.</param>
    /// <param name="mostEntries">States that its subtrees may have.</param>
    /// <returns>The states that they have; 0 where the tree does not fit, and was not added.</returns>
    public int TryAdd(int tree, int mostEntries)
    {
        if (tests.Slots > SlotTests.MostSlots || trees.LeavesOfTree[tree] > MostLeaves || TreeCut.TryCut(trees, paths, groups, tests, trees.RootOf(tree)) is not { } cut)
            return 0;
        var states = cut.Sum(subtree => subtree.States);
        if (states > mostEntries || SubtreeStates.BytesOf(tests, _subtrees.Count + cut.Count) > MostBytesOfStates)
            return 0;
        _subtrees.AddRange(cut);
        return states;
    }

    /// <returns>Null where no tree was added.</returns>
    public ShapleyTables? Build()
    {
        if (_subtrees.Count == 0)
            return null;
        var (bunches, bits) = (new List<ShapleyTables.Bunch>(), new List<IReadOnlyList<SubtreeStates.Asked[]>>(_subtrees.Count));
        var (firstEntry, entries) = (new int[_subtrees.Count + 1], 0);
        var (firstLeaf, leaves, players) = (new int[_subtrees.Count + 1], new GrowingArray<ShapleyLeaves.Leaf>(), new GrowingArray<ShapleyLeaves.Player>());
        var laneOfGroup = new int[groups.Count];
        for (var left = _subtrees; left.Count > 0;)
        {
            var (first, lanes) = (bits.Count, LanesOf(left));
            laneOfGroup.AsSpan().Fill(-1);
            for (var lane = 0; lane < lanes.Length; lane++)
                laneOfGroup[lanes[lane]] = lane;
            var others = new List<TreeCut.Subtree>();
            foreach (var subtree in left)
            {
                if (Array.Exists(subtree.Groups, group => laneOfGroup[group] < 0))
                {
                    others.Add(subtree);
                    continue;
                }
                foreach (var leaf in subtree.Leaves)
                {
                    leaves.Add(new ShapleyLeaves.Leaf(leaf.Value, players.Count, leaf.Players.Count));
                    foreach (var player in leaf.Players)
                        players.Add(new ShapleyLeaves.Player(player.Share, player.Asked, player.Wanted, (byte)laneOfGroup[player.Group]));
                }
                bits.Add(subtree.Bits);
                entries += subtree.States;
                (firstEntry[bits.Count], firstLeaf[bits.Count]) = (entries, leaves.Count);
            }
            bunches.Add(new ShapleyTables.Bunch(first, bits.Count, lanes));
            left = others;
        }
        return new ShapleyTables(tests, new SubtreeStates(tests, bits), firstEntry, [.. bunches], new ShapleyLeaves(firstLeaf, leaves.ToArray(), players.ToArray()));
    }

    /// <summary>The groups of the first subtree, and those that the most subtrees ask for beside them.</summary>
    private int[] LanesOf(List<TreeCut.Subtree> subtrees)
    {
        var (often, order) = (new int[groups.Count], new int[groups.Count]);
        for (var group = 0; group < order.Length; group++)
            order[group] = group;
        foreach (var subtree in subtrees)
        {
            foreach (var group in subtree.Groups)
                often[group]--;
        }
        foreach (var group in subtrees[0].Groups)
            often[group] = int.MinValue;
        Array.Sort(often, order);
        return order[..Math.Min(ShapleyTables.Lanes, order.Length)];
    }
}
