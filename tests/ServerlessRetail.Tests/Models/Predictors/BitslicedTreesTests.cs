using System.Runtime.InteropServices;
using CsCheck;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>Rows that go through trees together get bit for bit what each gets that is walked alone.</summary>
public sealed class BitslicedTreesTests
{
    private static readonly float[] Unusual = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue];

    [Fact]
    public void Scores_are_those_of_the_plain_walk() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 40], Gen.Int[0, 40], Gen.Int[1, 80], Gen.Int[1, 4], Gen.Int[0, 300]).Sample(
            (seed, width, trees, leaves, outputs, rows) => Agree(RandomTrees.Create(seed, width, trees, leaves, outputs), seed, rows), iter: 300);

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(FlatTrees.MaxLeaves)]
    public void Trees_of_many_leaves(int leaves) =>
        Assert.True(Agree(RandomTrees.Create(seed: 1, width: 9, trees: 20, leaves, outputs: 3), seed: 1, rows: 600));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_chain_beside_trees_of_one_leaf(int leaves, bool isBitsliced)
    {
        var builder = new FlatTreesBuilder();
        for (var tree = 0; tree < 7; tree++)
            builder.Add(~0, _ => default, _ => (tree, 1));
        builder.Add(0, node => new FlatTrees.Node(0, node, ~node, node == leaves - 2 ? ~(node + 1) : node + 1), leaf => (leaf, 1));
        var predictor = new TreesPredictor([0.25], new int[8], builder.Build(1));
        float[] vectors = [.. Enumerable.Range(-1, leaves + 2).SelectMany(slot => new[] { slot, slot + 0.5f }), .. Unusual];

        Assert.Equal(isBitsliced, BitslicedTrees.Create(predictor.Trees, predictor.Tests) is not null);
        Assert.Equal(OneByOne(predictor, vectors), Together(predictor, vectors));
    }

    [Fact]
    public void More_different_tests_than_sixteen_bits_are_walked()
    {
        var builder = new FlatTreesBuilder();
        for (var tree = 0; tree < 260; tree++)
            builder.Add(0, node => new FlatTrees.Node(0, (tree * 1_000) + node, ~node, node == 253 ? ~254 : node + 1), leaf => (leaf, 1));
        var predictor = new TreesPredictor([0.25], new int[260], builder.Build(1));
        float[] vectors = [.. Enumerable.Range(0, 100).Select(row => row * 1_234f)];

        Assert.Null(BitslicedTrees.Create(predictor.Trees, predictor.Tests));
        Assert.Equal(OneByOne(predictor, vectors), Together(predictor, vectors));
    }

    [Fact]
    public void Answers_are_the_same_from_registers_of_any_width() =>
        Gen.Select(Gen.Single.Array[1, 9], Gen.OneOf(Gen.Single, Gen.Int[0, Unusual.Length - 1].Select(at => Unusual[at])).Array[64]).Sample((thresholds, slots) =>
        {
            slots[7] = thresholds[0];
            ulong[] expected = [.. thresholds.Select(threshold => Enumerable.Range(0, 64).Aggregate(0UL, (bits, row) => bits | (slots[row] <= threshold ? 1UL << row : 0)))];
            ulong[] by512 = new ulong[expected.Length], by256 = new ulong[expected.Length];
            SlotTests.AskBy512(slots, thresholds, by512, stride: 1);
            SlotTests.AskBy256(slots, thresholds, by256, stride: 1);
            return expected.SequenceEqual(by512) && expected.SequenceEqual(by256);
        });

    [Fact]
    public void Memory_is_counted_once_it_is_taken()
    {
        var predictor = RandomTrees.Create(seed: 5, width: 9, trees: 10, leaves: 20);
        var before = predictor.Bytes;

        predictor.Predict(new float[9 * 100], 100, new double[100]);

        Assert.Equal(before + predictor.Tests.Bytes + BitslicedTrees.Create(predictor.Trees, predictor.Tests)!.Bytes, predictor.Bytes);
    }

    private static bool Agree(TreesPredictor predictor, int seed, int rows)
    {
        var random = new Random(seed);
        float[] vectors = [.. Enumerable.Range(0, rows).SelectMany(_ => RandomTrees.Vector(random, predictor.Width))];
        for (var at = 0; at < vectors.Length; at += random.Next(1, 20))
            vectors[at] = Unusual[random.Next(Unusual.Length)];
        return MemoryMarshal.AsBytes<double>(OneByOne(predictor, vectors)).SequenceEqual(MemoryMarshal.AsBytes<double>(Together(predictor, vectors)));
    }

    private static double[] Together(TreesPredictor predictor, float[] vectors)
    {
        var rows = vectors.Length / predictor.Width;
        var scores = new double[rows * predictor.Outputs];
        predictor.Predict(vectors, rows, scores);
        return scores;
    }

    /// <summary>By nothing but the trees as they were learned.</summary>
    private static double[] OneByOne(TreesPredictor predictor, float[] vectors)
    {
        var scores = new List<double>();
        foreach (var vector in vectors.Chunk(predictor.Width))
        {
            var ofRow = predictor.Biases.ToArray();
            for (var tree = 0; tree < predictor.Trees.Count; tree++)
                ofRow[predictor.OutputOfTree[tree]] += predictor.Trees.LeafValues[predictor.Trees.LeafOf(tree, vector)];
            scores.AddRange(ofRow);
        }
        return [.. scores];
    }
}
