namespace ServerlessRetail.Models.Predictors;

/// <summary>The sum of decision trees, each of which adds to one output: <c>bias + Σ leaf of tree</c>.</summary>
public sealed class TreesPredictor : Predictor
{
    private readonly FlatTrees _trees;
    private readonly double[] _biases;
    private readonly int[] _outputOfTree;
    private readonly Lazy<SlotTests> _tests;
    private readonly Lazy<ITreeLeaves?> _ofRow;
    private readonly Lazy<BitslicedTrees?> _ofRows;

    /// <param name="biases">Scores before any tree, one an output.</param>
    /// <param name="outputOfTree">Which output each tree adds to, from 0.</param>
    /// <exception cref="ArgumentException">A tree has no output.</exception>
    internal TreesPredictor(double[] biases, int[] outputOfTree, FlatTrees trees)
    {
        if (biases.Length == 0 || outputOfTree.Length != trees.Count || Array.Exists(outputOfTree, output => output < 0 || output >= biases.Length))
            throw new ArgumentException($"Not every one of {trees.Count} trees has one of {biases.Length} outputs.", nameof(outputOfTree));
        if (Array.Exists(biases, bias => !double.IsFinite(bias)))
            throw new ArgumentException("A bias is no number.", nameof(biases));
        (_biases, _outputOfTree, _trees) = (biases, outputOfTree, trees);

        // Training makes many predictors of which it scores no row.
        _tests = new Lazy<SlotTests>(() => new SlotTests(trees));
        _ofRow = new Lazy<ITreeLeaves?>(() => MaskedTrees<uint>.Create(trees, Tests) ?? MaskedTrees<ulong>.Create(trees, Tests) ?? (ITreeLeaves?)PackedTrees.Create(trees));
        _ofRows = new Lazy<BitslicedTrees?>(() => BitslicedTrees.Create(trees, Tests));
    }

    public override int Width => _trees.Width;

    public override int Outputs => _biases.Length;

    /// <summary>Most trees of an output.</summary>
    public int Rounds => Enumerable.Range(0, Outputs).Max(output => _outputOfTree.Count(of => of == output));

    internal ReadOnlySpan<double> Biases => _biases;

    internal ReadOnlySpan<int> OutputOfTree => _outputOfTree;

    internal FlatTrees Trees => _trees;

    /// <summary>What the trees' nodes ask.</summary>
    internal SlotTests Tests => _tests.Value;

    internal override PredictorKind Kind => PredictorKind.Trees;

    internal override int FewestTogether => 12;

    internal override long Bytes => _trees.Bytes + (_tests.IsValueCreated ? _tests.Value.Bytes : 0)
        + (_ofRow.IsValueCreated ? _ofRow.Value?.Bytes ?? 0 : 0) + (_ofRows.IsValueCreated ? _ofRows.Value?.Bytes ?? 0 : 0)
        + (_biases.Length * sizeof(double)) + (_outputOfTree.Length * sizeof(int));

    public override void Predict(ReadOnlySpan<float> vector, Span<double> scores)
    {
        _biases.CopyTo(scores);
        if (_ofRow.Value is { } trees)
        {
            trees.AddTo(scores[.._biases.Length], vector, _outputOfTree);
            return;
        }
        for (var tree = 0; tree < _outputOfTree.Length; tree++)
            scores[_outputOfTree[tree]] += _trees.LeafValues[_trees.LeafOf(tree, vector)];
    }

    public override void Predict(ReadOnlySpan<float> vectors, int rows, Span<double> scores)
    {
        if (rows < FewestTogether || _ofRows.Value is not { } trees)
        {
            base.Predict(vectors, rows, scores);
            return;
        }
        for (var row = 0; row < rows; row++)
            _biases.CopyTo(scores[(row * Outputs)..]);
        trees.AddTo(scores[..(rows * Outputs)], Outputs, vectors, rows, _outputOfTree);
    }

    /// <summary>The predictor that the first rounds make: the first trees of each output.</summary>
    /// <param name="rounds">0 or more; as many as there are, at most.</param>
    public TreesPredictor First(int rounds)
    {
        var builder = new FlatTreesBuilder();
        var outputs = new List<int>();
        var taken = new int[Outputs];
        for (var tree = 0; tree < _outputOfTree.Length; tree++)
        {
            if (taken[_outputOfTree[tree]]++ >= rounds)
                continue;
            builder.Add(_trees.RootOf(tree), node => _trees.Nodes[node], leaf => (_trees.LeafValues[leaf], _trees.LeafCovers[leaf]));
            outputs.Add(_outputOfTree[tree]);
        }
        return new TreesPredictor(_biases, [.. outputs], builder.Build(Width));
    }

    /// <summary>The same trees with the covers that weighted rows give them.</summary>
    internal TreesPredictor CountCovers(IReadOnlyList<float[]> vectors, IReadOnlyList<float>? weights) =>
        new(_biases, _outputOfTree, _trees.CountCovers(vectors, weights));

    /// <summary>Exact Shapley values of the groups, see <see cref="TreesExplainer"/>.</summary>
    public override Explainer CreateExplainer(SlotGroups groups) => new TreesExplainer(this, groups);

    internal override void Write(BinaryWriter writer)
    {
        writer.Write(_trees.Count);
        writer.Write(_trees.Nodes.Length);
        writer.Write(_trees.LeafValues.Length);
        writer.WriteDoubles(_biases);
        writer.WriteInt32s(_outputOfTree);
        writer.WriteInt32s(_trees.LeavesOfTree);
        writer.WriteInt32s(Column(node => node.Slot));
        writer.WriteSingles(Column(node => node.Threshold));
        writer.WriteInt32s(Column(node => node.Left));
        writer.WriteInt32s(Column(node => node.Right));
        writer.WriteDoubles(_trees.LeafValues);
        writer.WriteDoubles(_trees.LeafCovers);
    }

    internal static TreesPredictor Read(ref ModelFileReader reader, int width, int outputs)
    {
        var (trees, nodes, leaves) = (reader.Int32(), reader.Int32(), reader.Int32());
        var biases = reader.Doubles(outputs);
        var (outputOfTree, leavesOfTree) = (reader.Int32s(trees), reader.Int32s(trees));
        var (slots, thresholds) = (reader.Int32s(nodes), reader.Singles(nodes));
        var (lefts, rights) = (reader.Int32s(nodes), reader.Int32s(nodes));
        var (values, covers) = (reader.Doubles(leaves), reader.Doubles(leaves));
        var flat = new FlatTrees.Node[nodes];
        for (var node = 0; node < nodes; node++)
            flat[node] = new FlatTrees.Node(slots[node], thresholds[node], lefts[node], rights[node]);
        return new TreesPredictor(biases, outputOfTree, new FlatTrees(width, leavesOfTree, flat, values, covers));
    }

    private T[] Column<T>(Func<FlatTrees.Node, T> field)
    {
        var column = new T[_trees.Nodes.Length];
        for (var node = 0; node < column.Length; node++)
            column[node] = field(_trees.Nodes[node]);
        return column;
    }
}
