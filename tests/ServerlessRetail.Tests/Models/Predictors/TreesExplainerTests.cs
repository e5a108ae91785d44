using CsCheck;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>Contributions of trees against Shapley's formula over all coalitions.</summary>
public sealed class TreesExplainerTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Entries of tables are single precision.</summary>
    private const double TablesTolerance = 2e-6;

    private static readonly Gen<(int Seed, int Trees, int Leaves, int Outputs, int[] Widths)> Models =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 4], Gen.Int[1, 14], Gen.Int[1, 3], Gen.Int[0, 3].Array[1, 5]);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(500)]
    [InlineData(0)]
    public void Contributions_are_the_shapley_values_of_the_groups(int mostEntries) => Models.Where(model => model.Widths.Sum() > 0).Sample(
        model => Check(model.Seed, Math.Max(model.Trees, model.Outputs), model.Leaves, model.Outputs, new SlotGroups(model.Widths), mostEntries), iter: 200);

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(45)]
    public void Looked_up_and_walked_they_are_the_same(int columns)
    {
        var predictor = RandomTrees.Create(seed: columns, columns, trees: 40, leaves: 31, outputs: 2);
        var (tables, walks) = (new TreesExplainer(predictor, SlotGroups.OneEach(columns), int.MaxValue), new TreesExplainer(predictor, SlotGroups.OneEach(columns), mostEntries: 0));
        var (lookedUp, walked) = (new double[columns], new double[columns]);
        for (var row = 0; row < 200; row++)
        {
            var vector = RandomTrees.Vector(new Random(row), columns);

            tables.Explain(vector, row % 2, lookedUp);
            walks.Explain(vector, row % 2, walked);

            Assert.All(walked, (contribution, group) => Assert.Equal(contribution, lookedUp[group], 10 * TablesTolerance));
        }
    }

    [Fact]
    public void What_was_explained_before_changes_no_bit()
    {
        const int Columns = 20;
        var predictor = RandomTrees.Create(seed: 8, Columns, trees: 30, leaves: 31);
        float[][] rows = [.. Enumerable.Range(0, 300).Select(row => RandomTrees.Vector(new Random(row), Columns))];
        double[][] alone = [.. rows.Select(row => Explain(new TreesExplainer(predictor, SlotGroups.OneEach(Columns)), row)).Take(20)];
        var shared = new TreesExplainer(predictor, SlotGroups.OneEach(Columns));
        var together = new double[rows.Length][];

        Parallel.For(0, rows.Length, row => together[rows.Length - 1 - row] = Explain(shared, rows[rows.Length - 1 - row]));

        Assert.Equal(alone, together.Take(alone.Length));
        Assert.Equal(together, rows.Select(row => Explain(shared, row)));
    }

    [Fact]
    public void Tables_take_their_memory_when_they_are_first_used()
    {
        var predictor = RandomTrees.Create(seed: 3, width: 12, trees: 20, leaves: 31);
        var explainer = new TreesExplainer(predictor, SlotGroups.OneEach(12));
        var before = explainer.Bytes;

        Explain(explainer, RandomTrees.Vector(new Random(1), 12));

        Assert.InRange(before, 1, 1_000_000);
        Assert.InRange(explainer.Bytes, before + 100_000, 17_000_000);
    }

    [Fact]
    public void Large_trees_are_exact()
    {
        for (var seed = 0; seed < 3; seed++)
            Check(seed, trees: 2, leaves: 150, outputs: 1, SlotGroups.OneEach(10), int.MaxValue);
    }

    [Fact]
    public void A_way_may_ask_for_more_groups_than_one_block_of_points_has_room_for()
    {
        // One long way that asks for each group once: by turns the row meets what is asked, or not.
        const int Columns = 17;
        var builder = new FlatTreesBuilder();
        FlatTrees.Node[] nodes = [.. Enumerable.Range(0, Columns).Select(node => new FlatTrees.Node(node, 0.5f, ~node, node == Columns - 1 ? ~Columns : node + 1))];
        builder.Add(0, node => nodes[node], leaf => (leaf % 5, 1 + (leaf % 3)));
        var predictor = new TreesPredictor([0.25], [0], builder.Build(Columns));
        float[] vector = [.. Enumerable.Range(0, Columns).Select(slot => (float)(slot % 4 == 3 ? 0 : 1))];
        var (explainer, contributions) = (predictor.CreateExplainer(SlotGroups.OneEach(Columns)), new double[Columns]);

        explainer.Explain(vector, 0, contributions);

        var expected = AllCoalitions(predictor, SlotGroups.OneEach(Columns), vector, 0);
        Assert.All(contributions, (contribution, group) => Assert.Equal(expected.Values[group], contribution, Tolerance));
    }

    [Fact]
    public void A_branch_that_no_training_row_took_is_no_obstacle()
    {
        var builder = new FlatTreesBuilder();
        FlatTrees.Node[] nodes = [new(0, 0.6f, 1, ~2), new(0, 0.3f, ~0, 2), new(1, 0.5f, ~1, ~3)];
        (double, double)[] leaves = [(1, 0), (2, 0), (4, 20), (8, 0)];
        builder.Add(0, node => nodes[node], leaf => leaves[leaf]);
        var predictor = new TreesPredictor([0], [0], builder.Build(2));
        var (tables, walks) = (predictor.CreateExplainer(SlotGroups.OneEach(2)), new TreesExplainer(predictor, SlotGroups.OneEach(2), mostEntries: 0));

        var (lookedUp, walked) = (Explain(tables, [0.5f, 0.7f]), Explain(walks, [0.5f, 0.7f]));

        var expected = AllCoalitions(predictor, SlotGroups.OneEach(2), [0.5f, 0.7f], 0);
        Assert.All(lookedUp, (contribution, group) => Assert.Equal(expected.Values[group], contribution, TablesTolerance));
        Assert.All(walked, (contribution, group) => Assert.Equal(expected.Values[group], contribution, Tolerance));
    }

    [Fact]
    public void One_hot_slots_of_a_column_count_as_one_player()
    {
        // Two slots of one category: knowing the column settles both.
        var builder = new FlatTreesBuilder();
        FlatTrees.Node[] nodes = [new(0, 0.5f, 1, ~2), new(1, 0.5f, ~0, ~1)];
        (double, double)[] leaves = [(1, 50), (2, 30), (4, 20)];
        builder.Add(0, node => nodes[node], leaf => leaves[leaf]);
        var predictor = new TreesPredictor([0.5], [0], builder.Build(3));
        var explainer = predictor.CreateExplainer(new SlotGroups([2, 1]));

        var contributions = new double[2];
        explainer.Explain([0, 1, 0], 0, contributions);

        Assert.Equal(0.5 + ((50 + 60 + 80) / 100.0), explainer.BaseScores[0], Tolerance);
        Assert.Equal(2 - 1.9, contributions[0], TablesTolerance);
        Assert.Equal(0, contributions[1]);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_row()
    {
        var predictor = RandomTrees.Create(seed: 3, width: 24, trees: 20, leaves: 90);
        var explainer = predictor.CreateExplainer(SlotGroups.OneEach(24));
        var (vector, contributions, scores) = (RandomTrees.Vector(new Random(1), 24), new double[24], new double[1]);
        Assert.Equal(0, Allocated.By(() =>
        {
            predictor.Predict(vector, scores);
            explainer.Explain(vector, 0, contributions);
        }));
    }

    private static void Check(int seed, int trees, int leaves, int outputs, SlotGroups groups, int mostEntries)
    {
        var predictor = RandomTrees.Create(seed, groups.Width, trees, leaves, outputs);
        var explainer = new TreesExplainer(predictor, groups, mostEntries);
        var vector = RandomTrees.Vector(new Random(seed + 1), groups.Width);
        if (seed % 5 == 0)
            vector[seed % vector.Length] = float.NaN;
        var contributions = new double[groups.Count];
        contributions.AsSpan().Fill(7);
        var scores = new double[outputs];
        predictor.Predict(vector, scores);
        for (var output = 0; output < outputs; output++)
        {
            explainer.Explain(vector, output, contributions);

            var expected = AllCoalitions(predictor, groups, vector, output);
            var scale = Math.Max(1, Math.Abs(scores[output]));
            var tolerance = scale * (mostEntries == 0 ? Tolerance : TablesTolerance);
            Assert.Equal(expected.Base, explainer.BaseScores[output], Tolerance * scale);
            Assert.All(contributions, (contribution, group) => Assert.Equal(expected.Values[group], contribution, tolerance));
            Assert.Equal(scores[output], explainer.BaseScores[output] + contributions.Sum(), tolerance);
        }
    }

    private static double[] Explain(Explainer explainer, float[] vector)
    {
        var contributions = new double[explainer.Groups];
        explainer.Explain(vector, 0, contributions);
        return contributions;
    }

    private static (double Base, double[] Values) AllCoalitions(TreesPredictor predictor, SlotGroups groups, float[] vector, int output)
    {
        var worths = Enumerable.Range(0, 1 << groups.Count).Select(Worth).ToArray();
        var values = new double[groups.Count];
        for (var coalition = 0; coalition < worths.Length; coalition++)
        {
            var others = int.PopCount(coalition);
            for (var group = 0; group < values.Length; group++)
            {
                if ((coalition >> group & 1) == 0)
                    values[group] += (worths[coalition | (1 << group)] - worths[coalition]) * Factorial(others) * Factorial(groups.Count - others - 1) / Factorial(groups.Count);
            }
        }
        return (worths[0], values);

        double Worth(int coalition)
        {
            var sum = predictor.Biases[output];
            for (var tree = 0; tree < predictor.Trees.Count; tree++)
                sum += predictor.OutputOfTree[tree] == output ? Expected(predictor.Trees, predictor.Trees.RootOf(tree), groups, vector, coalition) : 0;
            return sum;
        }
    }

    /// <summary>What a tree says when only the coalition's groups are known.</summary>
    private static double Expected(FlatTrees trees, int at, SlotGroups groups, float[] vector, int coalition)
    {
        if (at < 0)
            return trees.LeafValues[~at];
        var node = trees.Nodes[at];
        if ((coalition >> groups.GroupOfSlot[node.Slot] & 1) == 1)
            return Expected(trees, vector[node.Slot] <= node.Threshold ? node.Left : node.Right, groups, vector, coalition);
        var (left, right) = (Cover(trees, node.Left), Cover(trees, node.Right));
        var share = left + right > 0 ? left / (left + right) : 0.5;
        return (share * Expected(trees, node.Left, groups, vector, coalition)) + ((1 - share) * Expected(trees, node.Right, groups, vector, coalition));
    }

    private static double Cover(FlatTrees trees, int at) =>
        at < 0 ? trees.LeafCovers[~at] : Cover(trees, trees.Nodes[at].Left) + Cover(trees, trees.Nodes[at].Right);

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
