using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Exact Shapley values of groups of slots, path dependent (Lundberg et al., 2018), in one walk down the trees and one up,
/// as in Linear TreeSHAP (Yu et al., 2022), with polynomials told by their values at points. Trees for which there is room in
/// <see cref="ShapleyTables"/> are looked up there instead.
/// </summary>
/// <remarks>
/// <para>
/// The players of a leaf are the groups that the way to it asks for. Who plays lets the row decide: factor <em>met</em>, 1
/// where all conditions of the group hold, else 0. Who does not play is averaged over: factor <em>share</em>, the product
/// of the group's cover ratios along the way. By Owen's multilinear extension (1972) the leaf gives player i
/// <c>value · (met(i) - share(i)) · ∫₀¹ Π over j ≠ i of (t · met(j) + (1 - t) · share(j)) dt</c>, which a Gauss-Legendre
/// rule of enough points integrates exactly; a vector holds all points at once.
/// </para>
/// <para>
/// A node that asks for a group whose conditions hold so far, with share σ and factor f = t + (1 - t) · σ, sends the share
/// s of its training rows left, and the row left (x = 1) or right (x = 0). It splits the product P of the way's factors
/// into <c>P · r</c> for its left and the rest for its right, <c>r = s + t / f · (x - s)</c>. With L and R, what the leaves
/// on its left and right come to in units of their own products, the group gets <c>P · σ / f² · (x - s) · (L - R)</c> more
/// than it has from the nodes above. If the conditions do not hold, r is s, and the group gets no more.
/// </para>
/// </remarks>
internal sealed class TreesExplainer : Explainer
{
    /// <summary>16 MiB of them.</summary>
    private const int MostEntries = 1 << 18;

    private readonly ShapleyTables?[] _tablesOfOutput;
    private readonly TreeGame[][] _gamesOfOutput;
    private readonly PointBlock[] _blocks;
    private readonly double[] _baseScores;
    private readonly int _width;
    private readonly int _mostNodes;
    private readonly int _mostPlaces;

    /// <param name="mostEntries">Entries of tables that there may be, for all outputs together; what has no room is walked.</param>
    public TreesExplainer(TreesPredictor predictor, SlotGroups groups, int mostEntries = MostEntries)
    {
        var trees = predictor.Trees;
        var paths = new TreePaths(trees);
        (Groups, _width, _baseScores) = (groups.Count, trees.Width, predictor.Biases.ToArray());
        var outputOfTree = predictor.OutputOfTree.ToArray();
        for (var tree = 0; tree < trees.Count; tree++)
            _baseScores[outputOfTree[tree]] += paths.Mean(trees.RootOf(tree));

        // The first trees are looked up, as many as there is room for, and the others walked.
        ShapleyTablesBuilder[] tables = [.. _baseScores.Select(_ => new ShapleyTablesBuilder(trees, paths, groups, predictor.Tests))];
        List<int>[] walked = [.. _baseScores.Select(_ => new List<int>())];
        var entriesLeft = mostEntries;
        for (var tree = 0; tree < trees.Count; tree++)
        {
            var entries = trees.RootOf(tree) < 0 ? 0 : tables[outputOfTree[tree]].TryAdd(tree, entriesLeft);
            entriesLeft -= entries;
            if (entries == 0)
                walked[outputOfTree[tree]].Add(tree);
        }
        _tablesOfOutput = [.. tables.Select(ofOutput => ofOutput.Build(room: entriesLeft / tables.Length))];

        var games = new TreeGames(trees, paths, groups);
        _gamesOfOutput = [.. walked.Select(games.Add)];
        _blocks = PointBlock.Create(games.MostPlayers, games.Shares);
        foreach (var game in _gamesOfOutput.SelectMany(games => games))
            (_mostNodes, _mostPlaces) = (Math.Max(_mostNodes, game.Count), Math.Max(_mostPlaces, game.Count + game.Leaves.Length));
    }

    public override int Groups { get; }

    public override ReadOnlySpan<double> BaseScores => _baseScores;

    internal override long Bytes => _blocks.Sum(block => block.Bytes) + _tablesOfOutput.Sum(tables => tables?.Bytes ?? 0) + _gamesOfOutput.Sum(games => games.Sum(game => game.Bytes));

    public override void Explain(ReadOnlySpan<float> vector, int output, Span<double> contributions)
    {
        contributions = contributions[..Groups];
        if (_gamesOfOutput[output].Length > 0)
            Walk(_gamesOfOutput[output], vector, contributions);
        else
            contributions.Clear();
        _tablesOfOutput[output]?.AddTo(contributions, vector);
    }

    private void Walk(TreeGame[] games, ReadOnlySpan<float> vector, Span<double> contributions)
    {
        var rented = ArrayPool<double>.Shared.Rent(((Groups + (2 * _mostNodes) + _mostPlaces) * Vector<double>.Count) + (CacheLine.Bytes / sizeof(double)));
        var room = MemoryMarshal.Cast<double, Vector<double>>(rented.AsSpan(CacheLine.StartIn<double>(rented)));
        var sums = room[..Groups];
        var splits = room.Slice(Groups, _mostNodes);
        var gains = room.Slice(Groups + _mostNodes, _mostNodes);
        var places = room.Slice(Groups + (2 * _mostNodes), _mostPlaces);
        Span<byte> holds = stackalloc byte[(2 * _mostNodes) + 1];
        sums.Clear();
        holds[0] = 1;
        foreach (var game in games)
        {
            foreach (var block in _blocks)
            {
                foreach (var root in game.Roots)
                    places[root] = block.Weights;
                Descend(game.Inner, vector[.._width], block.Factors, holds, places, splits, gains);
                Settle(game, vector[.._width], block.Factors, holds, places, sums);
                Ascend(game, places, splits, gains, sums);
            }
        }
        for (var group = 0; group < sums.Length; group++)
            contributions[group] = Vector.Sum(sums[group]);
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>Decides at each node and finds the products of the ways' factors.</summary>
    /// <param name="holds">Filled with whether the row meets what ways ask of groups, see <see cref="TreeGame.Node"/>.</param>
    /// <param name="products">Room for one a node and leaf beside a node; the roots' are given.</param>
    /// <param name="splits">Room for one a node: what part of the product goes left.</param>
    /// <param name="gains">Room for one a node: what its group gets of what left and right differ.</param>
    private static void Descend(
        ReadOnlySpan<TreeGame.Node> nodes, ReadOnlySpan<float> vector, ReadOnlySpan<Vector<double>> factors,
        Span<byte> holds, Span<Vector<double>> products, Span<Vector<double>> splits, Span<Vector<double>> gains)
    {
        // Nodes were made from trees that were verified: slots are in the vector, and places among those of the game.
        ref var slots = ref MemoryMarshal.GetReference(vector);
        ref var factor = ref MemoryMarshal.GetReference(factors);
        ref var hold = ref MemoryMarshal.GetReference(holds);
        ref var product = ref MemoryMarshal.GetReference(products);
        ref var split = ref MemoryMarshal.GetReference(splits);
        ref var gain = ref MemoryMarshal.GetReference(gains);
        for (nint at = 0; at < nodes.Length; at++)
        {
            ref readonly var node = ref Unsafe.Add(ref MemoryMarshal.GetReference(nodes), at);
            var left = (uint)Unsafe.BitCast<bool, byte>(Unsafe.Add(ref slots, node.Slot) <= node.Threshold);
            var met = (uint)Unsafe.Add(ref hold, node.Before);
            Unsafe.Add(ref hold, (2 * at) + 1) = (byte)(met & left);
            Unsafe.Add(ref hold, (2 * at) + 2) = (byte)(met & ~left);

            ref var ofGroup = ref Unsafe.AddByteOffset(ref factor, met * node.Factors);
            var excess = Vector.Create((int)left - node.Share);
            var ofLeft = Vector.FusedMultiplyAdd(ofGroup, excess, Vector.Create(node.Share));
            var whole = Unsafe.Add(ref product, at);
            var toLeft = whole * ofLeft;
            Unsafe.AddByteOffset(ref product, node.Left) = toLeft;
            Unsafe.AddByteOffset(ref product, node.Right) = whole - toLeft;
            Unsafe.Add(ref split, at) = ofLeft;
            Unsafe.Add(ref gain, at) = whole * (Unsafe.Add(ref ofGroup, 1) * excess);
        }
    }

    /// <summary>Does with twigs, whose leaves are known, all that is to do.</summary>
    /// <param name="places">Of each twig its product; then what its leaves come to.</param>
    /// <param name="sums">One a group.</param>
    private static void Settle(
        TreeGame game, ReadOnlySpan<float> vector, ReadOnlySpan<Vector<double>> factors, ReadOnlySpan<byte> holds, Span<Vector<double>> places,
        Span<Vector<double>> sums)
    {
        // As above.
        ref var slots = ref MemoryMarshal.GetReference(vector);
        ref var factor = ref MemoryMarshal.GetReference(factors);
        ref var hold = ref MemoryMarshal.GetReference(holds);
        ref var place = ref MemoryMarshal.GetReference(places[game.Inner.Length..]);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var leaf = ref MemoryMarshal.GetReference(game.TwigLeaves);
        var twigs = game.Twigs;
        for (nint at = 0; at < twigs.Length; at++)
        {
            ref readonly var node = ref Unsafe.Add(ref MemoryMarshal.GetReference(twigs), at);
            var left = (uint)Unsafe.BitCast<bool, byte>(Unsafe.Add(ref slots, node.Slot) <= node.Threshold);
            ref var ofGroup = ref Unsafe.AddByteOffset(ref factor, Unsafe.Add(ref hold, node.Before) * node.Factors);
            var ofRight = Unsafe.Add(ref leaf, (2 * at) + 1);
            var difference = Unsafe.Add(ref leaf, 2 * at) - ofRight;
            var excess = ((int)left - node.Share) * difference;
            var settled = Vector.FusedMultiplyAdd(ofGroup, Vector.Create(excess), Vector.Create((node.Share * difference) + ofRight));
            ref var groupSum = ref Unsafe.AddByteOffset(ref sum, node.Group);
            groupSum = Vector.FusedMultiplyAdd(Unsafe.Add(ref ofGroup, 1) * Vector.Create(excess), Unsafe.Add(ref place, at), groupSum);
            Unsafe.Add(ref place, at) = settled;
        }
    }

    /// <summary>Sums up the leaves and adds what each node gives its group.</summary>
    /// <param name="places">Room for one a node and leaf.</param>
    /// <param name="sums">One a group.</param>
    private static void Ascend(
        TreeGame game, Span<Vector<double>> places, ReadOnlySpan<Vector<double>> splits, ReadOnlySpan<Vector<double>> gains, Span<Vector<double>> sums)
    {
        var nodes = game.Inner;
        var leaves = game.Leaves;
        // As above: children stand behind their parent.
        ref var place = ref MemoryMarshal.GetReference(places);
        ref var split = ref MemoryMarshal.GetReference(splits);
        ref var gain = ref MemoryMarshal.GetReference(gains);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (var leaf = 0; leaf < leaves.Length; leaf++)
            Unsafe.Add(ref place, game.Count + leaf) = Vector.Create(leaves[leaf]);
        for (nint at = nodes.Length - 1; at >= 0; at--)
        {
            ref readonly var node = ref Unsafe.Add(ref MemoryMarshal.GetReference(nodes), at);
            var right = Unsafe.AddByteOffset(ref place, node.Right);
            var difference = Unsafe.AddByteOffset(ref place, node.Left) - right;
            Unsafe.Add(ref place, at) = Vector.FusedMultiplyAdd(Unsafe.Add(ref split, at), difference, right);
            ref var ofGroup = ref Unsafe.AddByteOffset(ref sum, node.Group);
            ofGroup = Vector.FusedMultiplyAdd(Unsafe.Add(ref gain, at), difference, ofGroup);
        }
    }
}
