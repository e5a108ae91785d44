namespace ServerlessRetail.Models.Predictors;

/// <summary>A tree in subtrees that are each small enough for a table, see <see cref="ShapleyTables"/>.</summary>
internal sealed class TreeCut
{
    /// <summary>Most bits of a state where there are nodes to cut at, and where there are none: a bit for each player of the leaf, at least.</summary>
    private const int MostBits = 10;
    private const int MostBitsOfLeaf = ShapleyLeaves.MostPlayers;

    /// <summary>A subtree is cut where it has more than so many times the states of its parts: many states take memory, many parts time.</summary>
    private const double MostTimesParts = 2.5;

    /// <summary>Of a condition that waits for none.</summary>
    private const int AnySlot = -1;

    /// <summary>States, where there are more bits than a table has room for.</summary>
    private const int TooMany = int.MaxValue;

    private readonly FlatTrees _trees;
    private readonly TreePaths _paths;
    private readonly SlotGroups _groups;
    private readonly SlotTests _tests;
    private readonly List<Step> _way = [];

    /// <summary>Nodes above subtrees.</summary>
    private readonly HashSet<int> _cuts = [];

    private readonly List<Subtree> _subtrees = [];

    private TreeCut(FlatTrees trees, TreePaths paths, SlotGroups groups, SlotTests tests) =>
        (_trees, _paths, _groups, _tests) = (trees, paths, groups, tests);

    /// <param name="root">Reference to a node.</param>
    /// <returns>Its subtrees, in the order of their leaves; null where the way to a leaf asks for more than a table has room for.</returns>
    public static IReadOnlyList<Subtree>? TryCut(FlatTrees trees, TreePaths paths, SlotGroups groups, SlotTests tests, int root)
    {
        var cut = new TreeCut(trees, paths, groups, tests);
        if (cut.Plan(root) == TooMany)
            return null;
        cut.Take(root);
        return cut._subtrees;
    }

    /// <summary>Finds out where to cut.</summary>
    /// <param name="at">Where the way leads.</param>
    /// <returns>States of all subtrees below; <see cref="TooMany"/> where the way to a leaf asks for more than a table has room for.</returns>
    private int Plan(int at)
    {
        var bits = ConditionsOfWay().Count + CountNodes(at);
        var whole = bits <= (at < 0 ? MostBitsOfLeaf : MostBits) ? 1 << bits : TooMany;
        if (at < 0)
            return whole;
        var (left, right) = (0, 0);
        Follow(at, isLeft: true, child => left = Plan(child));
        Follow(at, isLeft: false, child => right = Plan(child));
        if (left == TooMany || right == TooMany)
            return TooMany;
        if (whole <= MostTimesParts * (left + right))
            return whole;
        _cuts.Add(at);
        return left + right;
    }

    /// <summary>Takes in the subtrees below.</summary>
    /// <param name="at">Where the way leads.</param>
    private void Take(int at)
    {
        if (_cuts.Contains(at))
        {
            Follow(at, isLeft: true, Take);
            Follow(at, isLeft: false, Take);
            return;
        }
        var (conditions, nodes) = (ConditionsOfWay(), CountNodes(at));
        var bits = new SubtreeStates.Asked[nodes + conditions.Count][];
        for (var node = 0; node < nodes; node++)
            bits[node] = [new SubtreeStates.Asked(_tests.TestOfNode[at + node], IsPassed: true)];
        for (var condition = 0; condition < conditions.Count; condition++)
            bits[nodes + condition] = [.. conditions[condition].Asked];
        var leaves = new List<Leaf>(nodes + 1);
        AddLeaves(at, new Inside(at, _way.Count, nodes, conditions), leaves);
        _subtrees.Add(new Subtree(bits, GroupsOf(leaves), leaves));
    }

    private void Follow(int at, bool isLeft, Action<int> visit)
    {
        var (node, share) = (_trees.Nodes[at], _paths.ShareLeft(at));
        _way.Add(new Step(at, node.Slot, _groups.GroupOfSlot[node.Slot], isLeft, isLeft ? share : 1 - share));
        visit(isLeft ? node.Left : node.Right);
        _way.RemoveAt(_way.Count - 1);
    }

    /// <summary>
    /// What the way asks of each group: one condition, or as many as slots of the group have to be above a threshold, since a bit
    /// can wait for one slot only.
    /// </summary>
    private List<Condition> ConditionsOfWay()
    {
        var conditions = new List<Condition>();
        foreach (var step in _way)
        {
            var slot = IsAbove(step.Slot) ? step.Slot : AnySlot;
            var condition = conditions.Find(condition => condition.Group == step.Group && condition.Slot == slot);
            if (condition is null)
                conditions.Add(condition = new Condition(step.Group, slot, []));
            condition.Asked.Add(new SubtreeStates.Asked(_tests.TestOfNode[step.Node], step.IsLeft));
        }

        // Where a group has a condition that waits for a slot, the other slots' need none of their own.
        foreach (var others in conditions.FindAll(condition => condition.Slot == AnySlot))
        {
            if (conditions.Find(condition => condition.Group == others.Group && condition.Slot != AnySlot) is { } waiting)
            {
                waiting.Asked.AddRange(others.Asked);
                conditions.Remove(others);
            }
        }
        return conditions;

        bool IsAbove(int slot) => _way.Exists(step => step.Slot == slot && !step.IsLeft);
    }

    private void AddLeaves(int at, Inside inside, List<Leaf> leaves)
    {
        if (at < 0)
        {
            leaves.Add(new Leaf(_trees.LeafValues[~at], PlayersOf(inside)));
            return;
        }
        Follow(at, isLeft: true, child => AddLeaves(child, inside, leaves));
        Follow(at, isLeft: false, child => AddLeaves(child, inside, leaves));
    }

    /// <summary>Of the leaf where the way leads.</summary>
    private List<LeafPlayer> PlayersOf(Inside inside)
    {
        var players = new List<LeafPlayer>();
        for (var at = 0; at < _way.Count; at++)
        {
            var step = _way[at];
            var place = players.FindIndex(player => player.Group == step.Group);
            if (place < 0)
            {
                // What the way to the subtree asks of the group are bits of their own; what is asked inside, a bit a node.
                place = players.Count;
                var bits = BitsOf(step.Group, inside);
                players.Add(new LeafPlayer(step.Group, 1, bits, bits));
            }
            var (asked, wanted) = (players[place].Asked, players[place].Wanted);
            if (at >= inside.Way)
            {
                var bit = (ushort)(1 << (step.Node - inside.Root));
                (asked, wanted) = ((ushort)(asked | bit), step.IsLeft ? (ushort)(wanted | bit) : wanted);
            }
            players[place] = players[place] with { Share = players[place].Share * step.Share, Asked = asked, Wanted = wanted };
        }
        return players;
    }

    private static int[] GroupsOf(List<Leaf> leaves)
    {
        var groups = new List<int>();
        foreach (var leaf in leaves)
        {
            foreach (var player in leaf.Players)
            {
                if (!groups.Contains(player.Group))
                    groups.Add(player.Group);
            }
        }
        return [.. groups];
    }

    private static ushort BitsOf(int group, Inside inside)
    {
        var bits = 0;
        for (var condition = 0; condition < inside.Conditions.Count; condition++)
            bits |= inside.Conditions[condition].Group == group ? 1 << (inside.Nodes + condition) : 0;
        return (ushort)bits;
    }

    private int CountNodes(int at) => at < 0 ? 0 : 1 + CountNodes(_trees.Nodes[at].Left) + CountNodes(_trees.Nodes[at].Right);

    /// <summary>
    /// A subtree, or several that were put together. As it is cut, a state's lower bits are those of the nodes: 1 where the row
    /// goes left; the upper ones those of the conditions.
    /// </summary>
    /// <param name="Bits">What each asks for.</param>
    /// <param name="Groups">That leaves have as players.</param>
    internal sealed record Subtree(SubtreeStates.Asked[][] Bits, int[] Groups, List<Leaf> Leaves)
    {
        public int States => 1 << Bits.Length;
    }

    /// <param name="Value">What it adds to the score.</param>
    internal readonly record struct Leaf(double Value, List<LeafPlayer> Players);

    /// <summary>As <see cref="ShapleyLeaves.Player"/>, without a lane yet.</summary>
    internal readonly record struct LeafPlayer(int Group, double Share, ushort Asked, ushort Wanted);

    /// <param name="Slot">That has to be above a threshold; <see cref="AnySlot"/>: none.</param>
    private sealed record Condition(int Group, int Slot, List<SubtreeStates.Asked> Asked);

    /// <param name="Root">The subtree's.</param>
    /// <param name="Way">Steps to it.</param>
    private readonly record struct Inside(int Root, int Way, int Nodes, List<Condition> Conditions);

    /// <param name="Share">Of the node's training rows, those that go this way.</param>
    private readonly record struct Step(int Node, int Slot, int Group, bool IsLeft, double Share);
}
