using System.Runtime.CompilerServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// What the leaves of subtrees give the groups that the ways to them ask for, as <see cref="TreesExplainer"/> says, one leaf at
/// a time: player i gets <c>value · (met(i) - share(i)) · ∫₀¹ Π over j ≠ i of (t · met(j) + (1 - t) · share(j)) dt</c>.
/// </summary>
/// <param name="firstLeaf">Of each subtree, then of the end.</param>
/// <param name="leaves">Of the subtrees.</param>
/// <param name="players">Of the leaves.</param>
internal sealed class ShapleyLeaves(int[] firstLeaf, ShapleyLeaves.Leaf[] leaves, ShapleyLeaves.Player[] players)
{
    /// <summary>Most groups on the way to a leaf.</summary>
    public const int MostPlayers = 12;

    /// <summary>For so many players as the index says: points enough for one factor of each but one.</summary>
    private static readonly GaussLegendre[] Rules = [.. Enumerable.Range(0, MostPlayers + 1).Select(players => new GaussLegendre(Math.Max(1, (players + 1) / 2)))];

    public long Bytes => ((long)firstLeaf.Length * sizeof(int)) + ((long)leaves.Length * Unsafe.SizeOf<Leaf>()) + ((long)players.Length * Unsafe.SizeOf<Player>());

    /// <param name="lanes">What the subtree's leaves give is added to their players' lanes.</param>
    /// <param name="state">Of the subtree, see <see cref="Player"/>.</param>
    public void AddTo(Span<double> lanes, int subtree, int state)
    {
        foreach (ref readonly var leaf in leaves.AsSpan(firstLeaf[subtree]..firstLeaf[subtree + 1]))
            AddTo(lanes, leaf.Value, players.AsSpan(leaf.FirstPlayer, leaf.Players), state);
    }

    private static void AddTo(Span<double> lanes, double value, ReadOnlySpan<Player> players, int state)
    {
        var rule = Rules[players.Length];
        Span<double> ofOthers = stackalloc double[MostPlayers];
        ofOthers.Clear();
        for (var point = 0; point < rule.Points.Length; point++)
            AddProducts(rule.Points[point], rule.Weights[point], players, state, ofOthers);
        for (var player = 0; player < players.Length; player++)
            lanes[players[player].Lane] += value * (players[player].Met(state) - players[player].Share) * ofOthers[player];
    }

    /// <summary>Adds to each player the product of all others' factors. Factors can be 0: nothing is divided.</summary>
    private static void AddProducts(double t, double weight, ReadOnlySpan<Player> players, int state, Span<double> ofOthers)
    {
        Span<double> behind = stackalloc double[MostPlayers + 1];
        behind[players.Length] = 1;
        for (var player = players.Length - 1; player >= 0; player--)
            behind[player] = behind[player + 1] * Factor(players[player], t, state);
        var before = weight;
        for (var player = 0; player < players.Length; player++)
        {
            ofOthers[player] += before * behind[player + 1];
            before *= Factor(players[player], t, state);
        }
    }

    private static double Factor(in Player player, double t, int state) => (t * player.Met(state)) + ((1 - t) * player.Share);

    /// <param name="Value">What it adds to the score.</param>
    /// <param name="Players">Their number.</param>
    internal readonly record struct Leaf(double Value, int FirstPlayer, int Players);

    /// <summary>A group on the way to a leaf.</summary>
    /// <param name="Share">The product of its cover ratios along the way, 0 to 1.</param>
    /// <param name="Asked">The bits of a subtree's state that the group has to meet.</param>
    /// <param name="Wanted">What those bits have to be.</param>
    /// <param name="Lane">Where its contribution goes.</param>
    internal readonly record struct Player(double Share, ushort Asked, ushort Wanted, byte Lane)
    {
        /// <summary>1 where the row meets all that the way asks of the group, else 0.</summary>
        public int Met(int state) => (state & Asked) == Wanted ? 1 : 0;
    }
}
