namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Exact Shapley values of groups of slots, path dependent (Lundberg et al., 2018), looked up as in Fast TreeSHAP v2
/// (Yang, 2021): trees are cut into <em>units</em>, subtrees so small that what their leaves contribute can be tabled for
/// every outcome of their nodes and of the conditions on the way to them. Where the tables would be too large, a unit is a
/// single leaf that is computed row by row (<see cref="LeafGame"/>).
/// </summary>
internal sealed class TreesExplainer : Explainer
{
    private readonly FlatTrees _trees;
    private readonly int[][] _treesOfOutput;
    private readonly double[] _baseScores;
    private readonly Range[] _unitsOfTree;
    private readonly int _mostNodes;
    private readonly UnitTables _tables;

    /// <param name="maxBits">Most bits that tell an entry of a table, 0 or more.</param>
    public TreesExplainer(TreesPredictor predictor, SlotGroups groups, int maxBits = UnitPlanner.MaxBits)
    {
        (_trees, Groups, _baseScores) = (predictor.Trees, groups.Count, predictor.Biases.ToArray());
        var paths = new TreePaths(_trees);
        for (var tree = 0; tree < _trees.Count; tree++)
        {
            _baseScores[predictor.OutputOfTree[tree]] += paths.Mean(_trees.RootOf(tree));
            _mostNodes = Math.Max(_mostNodes, paths.SizeOf(_trees.RootOf(tree)));
        }
        _treesOfOutput = [.. Enumerable.Range(0, predictor.Outputs).Select(output => Enumerable.Range(0, _trees.Count).Where(tree => predictor.OutputOfTree[tree] == output).ToArray())];
        (_tables, _unitsOfTree) = new UnitPlanner(_trees, paths, groups, maxBits).Plan();
    }

    public override int Groups { get; }

    public override ReadOnlySpan<double> BaseScores => _baseScores;

    internal long TableBytes => _tables.TableBytes;

    internal override long Bytes => _tables.Bytes;

    public override void Explain(ReadOnlySpan<float> vector, int output, Span<double> contributions)
    {
        contributions.Clear();
        Span<ulong> decisions = stackalloc ulong[NodeBits.WordsFor(_mostNodes)];
        var nodes = _trees.Nodes;
        foreach (var tree in _treesOfOutput[output])
        {
            var root = _trees.RootOf(tree);
            if (root < 0)
                continue;
            NodeBits.Decide(nodes.Slice(root, _trees.LeavesOfTree[tree] - 1), vector, decisions);
            _tables.AddUnits(_unitsOfTree[tree], decisions, contributions);
        }
    }
}
