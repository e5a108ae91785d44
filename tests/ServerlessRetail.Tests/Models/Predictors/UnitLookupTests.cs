using System.Runtime.InteropServices;
using CsCheck;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>Contributions that are looked up for many trees at once are bit for bit those of one tree after the other.</summary>
public sealed class UnitLookupTests
{
    [Fact]
    public void As_tree_by_tree() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 30], Gen.Int[0, 40], Gen.Int[1, 90], Gen.Int[0, 11]).Sample(
        (seed, width, trees, leaves, bits) => Agree(seed, width, trees, leaves, bits), iter: 150);

    /// <summary>So that both ways are taken, and runs of trees end for want of room.</summary>
    [Theory]
    [InlineData(4, 700, 12, 10)]
    [InlineData(30, 20, 200, 10)]
    [InlineData(30, 60, 40, 4)]
    public void Of_trees_of_all_sizes(int width, int trees, int leaves, int bits) => Assert.True(Agree(seed: 1, width, trees, leaves, bits));

    private static bool Agree(int seed, int width, int trees, int leaves, int bits)
    {
        var predictor = RandomTrees.Create(seed, width, trees, leaves);
        var (flat, groups) = (predictor.Trees, SlotGroups.OneEach(width));
        var explainer = new TreesExplainer(predictor, groups, bits);
        var (tables, units) = new UnitPlanner(flat, new TreePaths(flat), groups, bits).Plan();
        var decisions = new ulong[NodeBits.WordsFor(leaves)];
        var random = new Random(seed);
        for (var row = 0; row < 10; row++)
        {
            var vector = RandomTrees.Vector(random, width);
            var (expected, actual) = (new double[width], new double[width]);
            for (var tree = 0; tree < flat.Count; tree++)
            {
                if (flat.RootOf(tree) < 0)
                    continue;
                NodeBits.Decide(flat.Nodes.Slice(flat.RootOf(tree), flat.LeavesOfTree[tree] - 1), vector, decisions);
                tables.AddUnits(units[tree], decisions, expected);
            }

            explainer.Explain(vector, 0, actual);

            if (!MemoryMarshal.AsBytes<double>(expected).SequenceEqual(MemoryMarshal.AsBytes<double>(actual)))
                return false;
        }
        return true;
    }
}
