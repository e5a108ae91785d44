namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Exact Shapley values of groups of slots, path dependent (Lundberg et al., 2018), looked up as in Fast TreeSHAP v2
/// (Yang, 2021): trees are cut into <em>units</em>, subtrees so small that what their leaves contribute can be tabled for
/// every outcome of their nodes and of the conditions on the way to them. Where the tables would be too large, a unit is a
/// single leaf that is computed row by row (<see cref="LeafGame"/>).
/// </summary>
internal sealed class TreesExplainer : Explainer
{
    /// <summary>Most units whose entries are found before any is read.</summary>
    private const int MostEntries = 512;

    private readonly FlatTrees _trees;
    private readonly TreeRun[][] _runsOfOutput;
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
        (_tables, _unitsOfTree) = new UnitPlanner(_trees, paths, groups, maxBits).Plan();
        _runsOfOutput = new TreeRun[predictor.Outputs][];
        for (var output = 0; output < _runsOfOutput.Length; output++)
            _runsOfOutput[output] = Runs(TreesOf(output, predictor.OutputOfTree));
    }

    public override int Groups { get; }

    public override ReadOnlySpan<double> BaseScores => _baseScores;

    internal long TableBytes => _tables.TableBytes;

    internal override long Bytes => _tables.Bytes;

    public override void Explain(ReadOnlySpan<float> vector, int output, Span<double> contributions)
    {
        contributions.Clear();
        Span<ulong> decisions = stackalloc ulong[NodeBits.WordsFor(_mostNodes)];
        Span<int> entries = stackalloc int[MostEntries];
        foreach (var run in _runsOfOutput[output])
        {
            if (run.LooksUp)
            {
                LookUp(run.Trees, vector, decisions, entries, contributions);
                continue;
            }
            foreach (var tree in run.Trees)
            {
                NodeBits.Decide(NodesOf(tree), vector, decisions);
                _tables.AddUnits(_unitsOfTree[tree], decisions, contributions);
            }
        }
    }

    private void LookUp(int[] trees, ReadOnlySpan<float> vector, Span<ulong> decisions, Span<int> entries, Span<double> contributions)
    {
        var found = 0;
        foreach (var tree in trees)
        {
            NodeBits.Decide(NodesOf(tree), vector, decisions);
            _tables.Lookup.Find(_unitsOfTree[tree], decisions[0], entries[found..]);
            found += CountOf(tree);
        }
        found = 0;
        foreach (var tree in trees)
        {
            _tables.Lookup.Add(_unitsOfTree[tree], entries[found..], contributions);
            found += CountOf(tree);
        }
    }

    private ReadOnlySpan<FlatTrees.Node> NodesOf(int tree) => _trees.Nodes.Slice(_trees.RootOf(tree), _trees.LeavesOfTree[tree] - 1);

    private int CountOf(int tree) => _unitsOfTree[tree].End.Value - _unitsOfTree[tree].Start.Value;

    private List<int> TreesOf(int output, ReadOnlySpan<int> outputOfTree)
    {
        var trees = new List<int>();
        for (var tree = 0; tree < outputOfTree.Length; tree++)
        {
            if (outputOfTree[tree] == output && _trees.RootOf(tree) >= 0)
                trees.Add(tree);
        }
        return trees;
    }

    /// <summary>Cuts trees, in their order, into runs whose units are looked up together, or one after the other.</summary>
    private TreeRun[] Runs(List<int> trees)
    {
        var (runs, ofRun, units, ofRunLooksUp) = (new GrowingArray<TreeRun>(), new List<int>(), 0, false);
        foreach (var tree in trees)
        {
            var looksUp = _trees.LeavesOfTree[tree] - 1 <= UnitLookup.MostNodes && CountOf(tree) <= MostEntries && _tables.CanLookUp(_unitsOfTree[tree]);
            units += CountOf(tree);
            if (ofRun.Count > 0 && (looksUp != ofRunLooksUp || (looksUp && units > MostEntries)))
            {
                runs.Add(new TreeRun(ofRunLooksUp, ofRun.ToArray()));
                ofRun.Clear();
                units = CountOf(tree);
            }
            ofRunLooksUp = looksUp;
            ofRun.Add(tree);
        }
        if (ofRun.Count > 0)
            runs.Add(new TreeRun(ofRunLooksUp, ofRun.ToArray()));
        return runs.ToArray();
    }

    /// <summary>Trees of one output.</summary>
    private readonly record struct TreeRun(bool LooksUp, int[] Trees);
}
