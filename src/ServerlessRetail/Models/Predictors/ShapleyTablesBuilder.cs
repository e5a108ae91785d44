namespace ServerlessRetail.Models.Predictors;

/// <summary>Puts trees into <see cref="ShapleyTables"/>.</summary>
internal sealed class ShapleyTablesBuilder(FlatTrees trees, TreePaths paths, SlotGroups groups, SlotTests tests)
{
    /// <summary>Of what tells states, about: more would not stay in the caches.</summary>
    private const int MostBytesOfStates = 8 * 1024 * 1024;

    /// <summary>Of a tree: in larger ones ways are long, and taking them apart would take long.</summary>
    private const int MostLeaves = 128;

    /// <summary>Beside a subtree that has no other.</summary>
    private static readonly TreeCut.Subtree Nothing = new([], [], []);

    private readonly List<TreeCut.Subtree> _subtrees = [];
    private readonly GrowingArray<ShapleyTables.Pair> _pairs = new();
    private readonly List<SubtreeStates.Asked[][]> _bits = [];
    private readonly GrowingArray<int> _firstLeaf = new();
    private readonly GrowingArray<ShapleyLeaves.Leaf> _leaves = new();
    private readonly GrowingArray<ShapleyLeaves.Player> _players = new();
    private int _entries;

    /// <param name="tree">Not a leaf.</param>
    /// <param name="mostEntries">States that its subtrees may have.</param>
    /// <returns>The states that they have; 0 where the tree does not fit, and was not added.</returns>
    public int TryAdd(int tree, int mostEntries)
    {
        if (tests.Failed.Slots > FailedTests.MostOnStack || trees.LeavesOfTree[tree] > MostLeaves || TreeCut.TryCut(trees, paths, groups, tests, trees.RootOf(tree)) is not { } cut)
            return 0;
        var states = cut.Sum(subtree => subtree.States);
        if (states > mostEntries || SubtreeStates.BytesOf(tests, (_subtrees.Count + cut.Count) / 2) > MostBytesOfStates)
            return 0;
        _subtrees.AddRange(cut);
        return states;
    }

    /// <param name="room">States that there may be beyond those of the trees that were added.</param>
    /// <returns>Null where no tree was added.</returns>
    public ShapleyTables? Build(int room)
    {
        if (_subtrees.Count == 0)
            return null;
        var (bunches, laneOfGroup) = (new List<ShapleyTables.Bunch>(), new int[groups.Count]);
        for (var left = _subtrees; left.Count > 0;)
        {
            var (first, lanes) = (_pairs.Count, LanesOf(left));
            laneOfGroup.AsSpan().Fill(-1);
            for (var lane = 0; lane < lanes.Length; lane++)
                laneOfGroup[lanes[lane]] = lane;
            var (together, others) = (new List<TreeCut.Subtree>(), new List<TreeCut.Subtree>());
            foreach (var subtree in left)
                (Array.Exists(subtree.Groups, group => laneOfGroup[group] < 0) ? others : together).Add(subtree);
            Pair(SubtreeMerger.Merge(together, ref room), laneOfGroup);
            bunches.Add(new ShapleyTables.Bunch(first, _pairs.Count, lanes));
            left = others;
        }
        _firstLeaf.Add(_leaves.Count);
        return new ShapleyTables(
            tests.Failed, new SubtreeStates(tests, _bits), _pairs.ToArray(), [.. bunches], new ShapleyLeaves(_firstLeaf.ToArray(), _leaves.ToArray(), _players.ToArray()), _entries);
    }

    /// <summary>By turns the subtree with the most bits and the one with the fewest, if a word has room for both.</summary>
    private void Pair(List<TreeCut.Subtree> together, int[] laneOfGroup)
    {
        together.Sort((one, other) => other.Bits.Length.CompareTo(one.Bits.Length));
        for (var (most, fewest) = (0, together.Count - 1); most <= fewest; most++)
        {
            var first = together[most];
            var second = most < fewest && first.Bits.Length + together[fewest].Bits.Length <= SubtreeStates.MostBits ? together[fewest--] : Nothing;
            _pairs.Add(new ShapleyTables.Pair(_entries, _entries + first.States, (ushort)(first.States - 1), (byte)first.Bits.Length));
            _bits.Add([.. first.Bits, .. second.Bits]);
            _entries += first.States + second.States;
            AddLeaves(first, laneOfGroup);
            AddLeaves(second, laneOfGroup);
        }
    }

    private void AddLeaves(TreeCut.Subtree subtree, int[] laneOfGroup)
    {
        _firstLeaf.Add(_leaves.Count);
        foreach (var leaf in subtree.Leaves)
        {
            _leaves.Add(new ShapleyLeaves.Leaf(leaf.Value, _players.Count, leaf.Players.Count));
            foreach (var player in leaf.Players)
                _players.Add(new ShapleyLeaves.Player(player.Share, player.Asked, player.Wanted, (byte)laneOfGroup[player.Group]));
        }
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
