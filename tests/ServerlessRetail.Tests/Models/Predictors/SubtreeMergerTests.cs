using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>What becomes of subtrees' states; that they give the same is tested with <see cref="TreesExplainerTests"/>.</summary>
public sealed class SubtreeMergerTests
{
    private const int MostBitsTogether = 8;

    [Fact]
    public void Subtrees_that_ask_the_same_in_any_order_become_one()
    {
        var room = 0;
        SubtreeStates.Asked[] way = [new(7, IsPassed: true), new(2, IsPassed: false)];
        var one = Subtree([[new(3, IsPassed: true)], way], group: 1, asked: 0b11, wanted: 0b10);
        var other = Subtree([[.. way.Reverse()], [new(3, IsPassed: true)]], group: 2, asked: 0b01, wanted: 0b01);

        var merged = Assert.Single(SubtreeMerger.Merge([one, other], ref room));

        Assert.Equal(2, merged.Bits.Length);
        Assert.Equal([1, 2], merged.Groups);
        Assert.Equal([(0b11, 0b10), (0b10, 0b10)], merged.Leaves.Select(leaf => ((int)leaf.Players[0].Asked, (int)leaf.Players[0].Wanted)));
        Assert.Equal(4, room);
    }

    [Fact]
    public void Nothing_meets_what_a_way_asks_against_itself()
    {
        var room = 0;
        var contrary = Subtree([[new(3, IsPassed: true)], [new(3, IsPassed: true)]], group: 0, asked: 0b11, wanted: 0b10);

        var merged = Assert.Single(SubtreeMerger.Merge([contrary], ref room));

        var player = Assert.Single(merged.Leaves).Players[0];
        Assert.All(Enumerable.Range(0, merged.States), state => Assert.NotEqual(player.Wanted, state & player.Asked));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void There_are_fewer_tables_and_no_more_states_than_there_is_room_for(int room)
    {
        const int Columns = 12;
        var predictor = RandomTrees.Create(seed: 5, Columns, trees: 60, leaves: 31);
        var (trees, groups) = (predictor.Trees, SlotGroups.OneEach(Columns));
        var paths = new TreePaths(trees);
        TreeCut.Subtree[] subtrees = [.. Enumerable.Range(0, trees.Count).SelectMany(tree => TreeCut.TryCut(trees, paths, groups, predictor.Tests, trees.RootOf(tree))!)];
        var left = room;

        var merged = SubtreeMerger.Merge(subtrees, ref left);

        Assert.InRange(merged.Count, 1, subtrees.Length - 1);
        Assert.Equal(subtrees.Sum(subtree => subtree.Leaves.Count), merged.Sum(table => table.Leaves.Count));
        Assert.InRange(left, 0, int.MaxValue);
        Assert.Equal(room - left, merged.Sum(table => table.States) - subtrees.Sum(subtree => subtree.States));
        Assert.All(merged, table => Assert.InRange(table.Bits.Length, 0, Math.Max(MostBitsTogether, subtrees.Max(subtree => subtree.Bits.Length))));
    }

    private static TreeCut.Subtree Subtree(SubtreeStates.Asked[][] bits, int group, int asked, int wanted) =>
        new(bits, [group], [new TreeCut.Leaf(1, [new TreeCut.LeafPlayer(group, 0.5, (ushort)asked, (ushort)wanted)])]);
}
