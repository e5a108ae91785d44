using System.Runtime.InteropServices;
using CsCheck;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>Trees walked in step give bit for bit what trees give that are walked one after the other.</summary>
public sealed class PackedTreesTests
{
    [Fact]
    public void Scores_are_those_of_the_plain_walk() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 40], Gen.Int[0, 40], Gen.Int[1, 60], Gen.Int[1, 4]).Sample(
            (seed, width, trees, leaves, outputs) => Agree(RandomTrees.Create(seed, width, trees, leaves, outputs), new Random(seed)), iter: 500);

    [Fact]
    public void More_trees_than_a_block_and_the_largest_ones() => Assert.True(
        Agree(RandomTrees.Create(seed: 1, width: 9, trees: 700, leaves: 40, outputs: 3), new Random(1))
        && Agree(RandomTrees.Create(seed: 2, width: 9, trees: 20, leaves: FlatTrees.MaxLeaves), new Random(2)));

    [Fact]
    public void A_chain_and_trees_of_one_leaf_walk_together()
    {
        const int Leaves = 1_000;
        var builder = new FlatTreesBuilder();
        for (var tree = 0; tree < 7; tree++)
            builder.Add(~0, _ => default, _ => (tree, 1));
        builder.Add(0, node => new FlatTrees.Node(0, node, ~node, node == Leaves - 2 ? ~(node + 1) : node + 1), leaf => (leaf, 1));
        var predictor = new TreesPredictor([0.25], new int[8], builder.Build(1));

        Assert.All([-1f, 0, 500.5f, 998, 999, float.NaN], slot => Assert.Equal(Plain(predictor, [slot])[0], predictor.Predict([slot])));
    }

    [Fact]
    public void Slots_beyond_sixteen_bits_are_walked_plainly()
    {
        var width = ushort.MaxValue + 2;
        var predictor = RandomTrees.Create(seed: 3, width, trees: 10, leaves: 20);

        Assert.Null(PackedTrees.Create(predictor.Trees));
        Assert.True(Agree(predictor, new Random(3)));
    }

    [Fact]
    public void A_vector_that_is_too_short_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomTrees.Create(seed: 4, width: 9, trees: 10, leaves: 20).Predict(new float[8]));

    private static bool Agree(TreesPredictor predictor, Random random)
    {
        var actual = new double[predictor.Outputs];
        for (var row = 0; row < 20; row++)
        {
            var vector = RandomTrees.Vector(random, predictor.Width);
            if (row % 4 == 0)
                vector[random.Next(vector.Length)] = ((float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f])[random.Next(4)];
            predictor.Predict(vector, actual);
            if (!MemoryMarshal.AsBytes<double>(actual).SequenceEqual(MemoryMarshal.AsBytes<double>(Plain(predictor, vector))))
                return false;
        }
        return true;
    }

    private static double[] Plain(TreesPredictor predictor, float[] vector)
    {
        var scores = predictor.Biases.ToArray();
        for (var tree = 0; tree < predictor.Trees.Count; tree++)
            scores[predictor.OutputOfTree[tree]] += predictor.Trees.LeafValues[predictor.Trees.LeafOf(tree, vector)];
        return scores;
    }
}
