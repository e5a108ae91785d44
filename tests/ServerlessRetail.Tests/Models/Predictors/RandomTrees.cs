using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>Trees drawn from a seed: nothing that was learned, every shape that may be.</summary>
internal static class RandomTrees
{
    /// <param name="leaves">Most leaves of a tree; each has at least one.</param>
    public static TreesPredictor Create(int seed, int width, int trees, int leaves, int outputs = 1)
    {
        var random = new Random(seed);
        var builder = new FlatTreesBuilder();
        for (var tree = 0; tree < trees; tree++)
            AddTree(builder, random, width, random.Next(1, leaves + 1));
        return new TreesPredictor(
            [.. Enumerable.Range(0, outputs).Select(_ => random.NextDouble())],
            [.. Enumerable.Range(0, trees).Select(tree => tree < outputs ? tree : random.Next(outputs))],
            builder.Build(width));
    }

    /// <summary>Few values, so that they often equal thresholds.</summary>
    public static float[] Vector(Random random, int width) => [.. Enumerable.Range(0, width).Select(_ => (float)random.Next(5))];

    private static void AddTree(FlatTreesBuilder builder, Random random, int width, int leaves)
    {
        // Leaves are split at random: nodes are numbered as they come, as a booster would.
        var nodes = new List<FlatTrees.Node>();
        var parents = new List<(int Node, bool Left)> { (-1, true) };
        while (parents.Count < leaves)
        {
            var split = random.Next(parents.Count);
            var (node, left) = parents[split];
            if (node >= 0)
                nodes[node] = left ? nodes[node] with { Left = nodes.Count } : nodes[node] with { Right = nodes.Count };
            parents[split] = (nodes.Count, true);
            nodes.Add(new FlatTrees.Node(random.Next(width), random.Next(5), ~split, ~parents.Count));
            parents.Add((nodes.Count - 1, false));
        }
        builder.Add(leaves == 1 ? ~0 : 0, node => nodes[node], _ => (random.NextDouble() - 0.3, random.Next(6) == 0 ? 0 : random.Next(1, 100)));
    }
}
