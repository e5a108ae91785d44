namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Shapley values of one leaf. Its players are the groups of slots that the way to it asks for. Who plays lets the row
/// decide: factor 1 where all the conditions of the group hold, 0 where not. Who does not play is averaged over: factor
/// <em>share</em>, the product of the group's cover ratios along the way (Lundberg et al., 2018, path dependent). A
/// coalition is worth the leaf's value times all factors.
/// </summary>
/// <remarks>
/// By Owen's multilinear extension (1972) the value of player i is
/// <c>value · (met(i) - share(i)) · ∫₀¹ Π over j ≠ i of (t · met(j) + (1 - t) · share(j)) dt</c>, a polynomial in t, which
/// a Gauss-Legendre rule of enough points integrates exactly. All terms are positive, so that nothing cancels.
/// </remarks>
internal static class LeafGame
{
    /// <summary>Points of the rule for a number of players: the polynomial's degree is one less than they are.</summary>
    public static int PointsFor(int players) => Math.Max(1, (players + 1) / 2);

    /// <param name="rule">A rule of <see cref="PointsFor"/> points or more.</param>
    /// <param name="shares">One a player.</param>
    /// <param name="met">One a player: 1 or 0.</param>
    /// <param name="products">Room for one a player more.</param>
    /// <param name="values">Room for one a player: their Shapley values.</param>
    public static void Solve(
        GaussLegendre rule, double value, ReadOnlySpan<double> shares, ReadOnlySpan<byte> met, Span<double> products, Span<double> values)
    {
        values.Clear();
        for (var point = 0; point < rule.Points.Length; point++)
        {
            var t = rule.Points[point];
            products[shares.Length] = 1;
            for (var player = shares.Length - 1; player >= 0; player--)
                products[player] = products[player + 1] * Factor(t, met[player], shares[player]);
            var before = rule.Weights[point];
            for (var player = 0; player < shares.Length; player++)
            {
                values[player] += before * products[player + 1];
                before *= Factor(t, met[player], shares[player]);
            }
        }
        for (var player = 0; player < shares.Length; player++)
            values[player] *= value * (met[player] - shares[player]);
    }

    private static double Factor(double t, byte met, double share) => (t * met) + ((1 - t) * share);
}
