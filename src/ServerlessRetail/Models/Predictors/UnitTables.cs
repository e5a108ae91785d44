using System.Runtime.CompilerServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// The units of all trees, with their tables, in flat arrays. The entry of a table is told by one bit a player on the way
/// to the unit (all conditions of the way on its group hold), followed by one bit a node of the unit (goes left); it has
/// a contribution for each of the unit's players.
/// </summary>
internal sealed class UnitTables(Unit[] units, UnitCondition[] conditions, int[] groups, double[] shares, double[] table)
{
    private readonly GaussLegendre[] _rules = RulesFor(units);

    /// <summary>The way to the entries of units that fit it.</summary>
    public UnitLookup Lookup { get; } = new(units, conditions, groups, table);

    public long TableBytes => (long)table.Length * sizeof(double);

    /// <summary>Memory of the tables and of what finds their entries.</summary>
    public long Bytes => TableBytes + ((long)shares.Length * sizeof(double)) + ((long)groups.Length * sizeof(int))
        + Lookup.Bytes
        + ((long)units.Length * Unsafe.SizeOf<Unit>()) + ((long)conditions.Length * Unsafe.SizeOf<UnitCondition>());

    /// <summary>Whether all units of a tree of at most <see cref="UnitLookup.MostNodes"/> nodes fit <see cref="Lookup"/>.</summary>
    public bool CanLookUp(Range range)
    {
        foreach (ref readonly var unit in units.AsSpan(range))
        {
            if (!UnitLookup.Fits(in unit))
                return false;
        }
        return true;
    }

    /// <param name="decisions">Of the tree, see <see cref="NodeBits"/>.</param>
    /// <param name="contributions">One a group; the units' are added.</param>
    public void AddUnits(Range range, ReadOnlySpan<ulong> decisions, Span<double> contributions)
    {
        foreach (ref readonly var unit in units.AsSpan(range))
        {
            if (unit.IsTabled)
                AddTabled(in unit, decisions, contributions);
            else
                AddComputed(in unit, decisions, contributions);
        }
    }

    private void AddTabled(in Unit unit, ReadOnlySpan<ulong> decisions, Span<double> contributions)
    {
        var entry = (1 << unit.WayPlayers) - 1;
        foreach (var condition in conditions.AsSpan(unit.Conditions, unit.ConditionCount))
            entry &= ~((condition.Holds(decisions) ^ 1) << condition.Player);
        entry |= NodeBits.Take(decisions, unit.Node, unit.Nodes) << unit.WayPlayers;

        var players = groups.AsSpan(unit.Groups, unit.Players);
        var values = table.AsSpan(unit.Table + (entry * players.Length), players.Length);
        for (var player = 0; player < players.Length; player++)
            contributions[players[player]] += values[player];
    }

    private void AddComputed(in Unit unit, ReadOnlySpan<ulong> decisions, Span<double> contributions)
    {
        var players = groups.AsSpan(unit.Groups, unit.Players);
        Span<byte> met = stackalloc byte[players.Length];
        Span<double> products = stackalloc double[players.Length + 1];
        Span<double> values = stackalloc double[players.Length];
        met.Fill(1);
        foreach (var condition in conditions.AsSpan(unit.Conditions, unit.ConditionCount))
            met[condition.Player] &= (byte)condition.Holds(decisions);

        LeafGame.Solve(
            _rules[LeafGame.PointsFor(players.Length)], unit.LeafValue, shares.AsSpan(unit.Shares, players.Length), met, products, values);
        for (var player = 0; player < players.Length; player++)
            contributions[players[player]] += values[player];
    }

    private static GaussLegendre[] RulesFor(Unit[] units)
    {
        var most = 0;
        foreach (ref readonly var unit in units.AsSpan())
        {
            if (!unit.IsTabled)
                most = Math.Max(most, LeafGame.PointsFor(unit.Players));
        }
        var rules = new GaussLegendre[most + 1];
        for (var points = 0; points < rules.Length; points++)
            rules[points] = new GaussLegendre(Math.Max(1, points));
        return rules;
    }
}

/// <summary>A subtree whose leaves are explained together.</summary>
internal readonly record struct Unit
{
    /// <summary>Place of the first condition of the way to it.</summary>
    public int Conditions { get; init; }

    public int ConditionCount { get; init; }

    /// <summary>Nodes on the way to it.</summary>
    public int WayNodes { get; init; }

    /// <summary>Its first node, counted within the tree.</summary>
    public int Node { get; init; }

    /// <summary>Its nodes, which are neighbours; 0: a leaf.</summary>
    public int Nodes { get; init; }

    /// <summary>Place of its first player's group.</summary>
    public int Groups { get; init; }

    public int Players { get; init; }

    /// <summary>Of the players, those that the way to it asks for; they come first.</summary>
    public int WayPlayers { get; init; }

    /// <summary>Place of its table; negative: it is a leaf that is computed.</summary>
    public int Table { get; init; }

    /// <summary>Of a leaf that is computed: place of its first player's share.</summary>
    public int Shares { get; init; }

    /// <summary>Of a leaf that is computed.</summary>
    public double LeafValue { get; init; }

    public bool IsTabled => Table >= 0;
}

/// <summary>What the way to a unit asks of one player's nodes.</summary>
/// <param name="Player">The unit's player whose group they are about.</param>
/// <param name="Word">Of the tree's <see cref="NodeBits"/>.</param>
/// <param name="Asked">The nodes.</param>
/// <param name="Left">Those of them at which the way goes left.</param>
internal readonly record struct UnitCondition(int Player, int Word, ulong Asked, ulong Left)
{
    /// <returns>1 or 0.</returns>
    public int Holds(ReadOnlySpan<ulong> decisions) => (decisions[Word] & Asked) == Left ? 1 : 0;
}
