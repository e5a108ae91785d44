using System.Runtime.InteropServices;
using CsCheck;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>Every layout of trees for one row gives bit for bit what trees give that are walked one after the other.</summary>
public sealed class TreeLeavesTests
{
    [Fact]
    public void Scores_are_those_of_the_plain_walk() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 40], Gen.Int[0, 40], Gen.Int[1, 70], Gen.Int[1, 4]).Sample(
            (seed, width, trees, leaves, outputs) => Agree(RandomTrees.Create(seed, width, trees, leaves, outputs), new Random(seed)), iter: 500);

    [Fact]
    public void More_trees_than_a_block_and_the_largest_ones() => Assert.True(
        Agree(RandomTrees.Create(seed: 1, width: 9, trees: 700, leaves: 32, outputs: 3), new Random(1))
        && Agree(RandomTrees.Create(seed: 1, width: 9, trees: 700, leaves: 40), new Random(1))
        && Agree(RandomTrees.Create(seed: 2, width: 9, trees: 20, leaves: FlatTrees.MaxLeaves), new Random(2)));

    [Theory]
    [InlineData(32, true, true)]
    [InlineData(33, false, true)]
    [InlineData(64, false, true)]
    [InlineData(65, false, false)]
    public void A_chain_beside_trees_of_one_leaf(int leaves, bool fits32, bool fits64)
    {
        var builder = new FlatTreesBuilder();
        for (var tree = 0; tree < 7; tree++)
            builder.Add(~0, _ => default, _ => (tree, 1));
        builder.Add(0, node => new FlatTrees.Node(0, node, ~node, node == leaves - 2 ? ~(node + 1) : node + 1), leaf => (leaf, 1));
        var predictor = new TreesPredictor([0.25], new int[8], builder.Build(1));

        Assert.Equal((fits32, fits64), (MaskedTrees<uint>.Create(predictor.Trees, predictor.Tests) is not null, MaskedTrees<ulong>.Create(predictor.Trees, predictor.Tests) is not null));
        Assert.All([-1f, 0, 20.5f, leaves - 2, leaves - 1, float.NaN], slot => Assert.True(Agree(predictor, [slot])));
    }

    [Fact]
    public void Masks_that_would_take_too_much_memory_are_not_made()
    {
        var builder = new FlatTreesBuilder();
        for (var tree = 0; tree < 1_100; tree++)
            builder.Add(0, node => new FlatTrees.Node(0, tree, ~0, ~1), leaf => (leaf, 1));
        var predictor = new TreesPredictor([0.25], new int[1_100], builder.Build(1));

        Assert.Null(MaskedTrees<uint>.Create(predictor.Trees, predictor.Tests));
        Assert.Equal(0.25 + 700, predictor.Predict([699.5f]));
    }

    [Theory]
    [InlineData(FailedTests.MostOnStack, true)]
    [InlineData(FailedTests.MostOnStack + 1, false)]
    public void Trees_that_ask_for_more_slots_than_there_is_room_for_are_not_masked(int slots, bool isMasked)
    {
        // Chains of 63 nodes, whose masks are small: each node asks for a slot of its own.
        const int Nodes = 63;
        var builder = new FlatTreesBuilder();
        for (var first = 0; first < slots; first += Nodes)
        {
            var (tree, nodes) = (first, Math.Min(Nodes, slots - first));
            builder.Add(0, node => new FlatTrees.Node(tree + node, 1.5f, ~node, node == nodes - 1 ? ~nodes : node + 1), leaf => (leaf, 1));
        }
        var trees = builder.Build(slots);
        var predictor = new TreesPredictor([0.25], new int[trees.Count], trees);

        Assert.Equal(isMasked, MaskedTrees<ulong>.Create(trees, predictor.Tests) is not null);
        Assert.True(Agree(predictor, RandomTrees.Vector(new Random(1), slots)));
    }

    [Fact]
    public void Slots_beyond_sixteen_bits_are_not_packed()
    {
        var width = ushort.MaxValue + 2;
        var (masked, plain) = (RandomTrees.Create(seed: 3, width, trees: 10, leaves: 20), RandomTrees.Create(seed: 3, width, trees: 10, leaves: 200));

        Assert.Null(PackedTrees.Create(masked.Trees));
        Assert.True(Agree(masked, new Random(3)) && Agree(plain, new Random(3)));
    }

    [Fact]
    public void A_vector_that_is_too_short_is_refused() => Assert.All(
        Layouts(RandomTrees.Create(seed: 4, width: 9, trees: 10, leaves: 20)),
        layout => Assert.Throws<ArgumentOutOfRangeException>(() => layout.AddTo(new double[1], new float[8], new int[10])));

    [Fact]
    public void The_last_failed_test_is_found() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 40], Gen.Int[1, 30]).Sample((seed, width, leaves) =>
        {
            var (trees, random) = (RandomTrees.Create(seed, width, trees: 5, leaves).Trees, new Random(seed));
            var tests = new SlotTests(trees);
            var vector = Unusual(RandomTrees.Vector(random, width), random);
            var failed = new int[tests.Failed.Slots];

            var count = tests.Failed.Find(vector, failed);

            var ofNodes = Enumerable.Range(0, trees.Nodes.Length).Select(node => (trees.Nodes[node].Slot, trees.Nodes[node].Threshold, Test: tests.TestOfNode[node]));
            var expected = ofNodes.Where(node => !(vector[node.Slot] <= node.Threshold)).GroupBy(node => node.Slot).Select(ofSlot => ofSlot.Max(node => node.Test));
            return expected.Order().SequenceEqual(failed.Take(count).Order());
        });

    private static IEnumerable<ITreeLeaves> Layouts(TreesPredictor predictor) => new ITreeLeaves?[]
    {
        PackedTrees.Create(predictor.Trees), MaskedTrees<uint>.Create(predictor.Trees, predictor.Tests), MaskedTrees<ulong>.Create(predictor.Trees, predictor.Tests),
    }.OfType<ITreeLeaves>();

    private static bool Agree(TreesPredictor predictor, Random random) =>
        Enumerable.Range(0, 20).All(row => Agree(predictor, RandomTrees.Vector(random, predictor.Width) is var vector && row % 4 == 0 ? Unusual(vector, random) : vector));

    private static bool Agree(TreesPredictor predictor, float[] vector)
    {
        var (expected, actual) = (Plain(predictor, vector), new double[predictor.Outputs]);
        predictor.Predict(vector, actual);
        return IsSame(actual) && Layouts(predictor).All(layout =>
        {
            predictor.Biases.CopyTo(actual);
            layout.AddTo(actual, vector, predictor.OutputOfTree);
            return IsSame(actual);
        });

        bool IsSame(double[] scores) => MemoryMarshal.AsBytes<double>(scores).SequenceEqual(MemoryMarshal.AsBytes<double>(expected));
    }

    private static float[] Unusual(float[] vector, Random random)
    {
        vector[random.Next(vector.Length)] = ((float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f])[random.Next(4)];
        return vector;
    }

    private static double[] Plain(TreesPredictor predictor, float[] vector)
    {
        var scores = predictor.Biases.ToArray();
        for (var tree = 0; tree < predictor.Trees.Count; tree++)
            scores[predictor.OutputOfTree[tree]] += predictor.Trees.LeafValues[predictor.Trees.LeafOf(tree, vector)];
        return scores;
    }
}
