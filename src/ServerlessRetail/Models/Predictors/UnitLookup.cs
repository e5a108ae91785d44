using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Finds the entries of units fast where trees are small: the nodes of a tree fit one word, and the conditions on the way to
/// a unit, one a player, are compared with it all at once. The entries of many units are found before any is read, so
/// that the processor fetches them from memory side by side.
/// </summary>
internal sealed class UnitLookup
{
    /// <summary>Nodes of a tree whose decisions fit one word.</summary>
    public const int MostNodes = 64;

    /// <summary>Players on the way to a unit whose conditions fit one comparison.</summary>
    private const int MostWayPlayers = 8;

    private readonly Place[] _places;
    private readonly ulong[] _ways;
    private readonly int[] _groups;
    private readonly double[] _table;

    public UnitLookup(Unit[] units, UnitCondition[] conditions, int[] groups, double[] table)
    {
        (_groups, _table) = (groups, table);
        _places = new Place[units.Length];
        _ways = new ulong[units.Length * 2 * MostWayPlayers];
        for (var unit = 0; unit < units.Length; unit++)
        {
            ref readonly var of = ref units[unit];
            _places[unit] = new Place(of.Table, of.Groups, (byte)of.Players, (byte)of.WayPlayers, (byte)of.Node, (byte)of.Nodes);
            if (!Fits(in of))
                continue;
            foreach (ref readonly var condition in conditions.AsSpan(of.Conditions, of.ConditionCount))
            {
                var at = (unit * 2 * MostWayPlayers) + condition.Player;
                (_ways[at], _ways[at + MostWayPlayers]) = (condition.Asked, condition.Left);
            }
        }
    }

    public long Bytes => ((long)_places.Length * Unsafe.SizeOf<Place>()) + ((long)_ways.Length * sizeof(ulong));

    /// <summary>Whether a unit of a tree of at most <see cref="MostNodes"/> nodes can be looked up here.</summary>
    public static bool Fits(in Unit unit) => unit.IsTabled && unit.WayPlayers <= MostWayPlayers;

    /// <param name="units">Of one tree.</param>
    /// <param name="decisions">Of the tree, see <see cref="NodeBits"/>.</param>
    /// <param name="entries">Room for where each unit's entry begins in the table.</param>
    public void Find(Range units, ulong decisions, Span<int> entries)
    {
        var (start, count) = units.GetOffsetAndLength(_places.Length);
        var places = _places.AsSpan(start, count);
        var ways = MemoryMarshal.Cast<ulong, Vector512<ulong>>(_ways.AsSpan(start * 2 * MostWayPlayers, count * 2 * MostWayPlayers));
        var bits = Vector512.Create(decisions);
        entries = entries[..places.Length];
        for (var unit = 0; unit < places.Length; unit++)
        {
            ref readonly var place = ref places[unit];
            var holds = (int)Vector512.Equals(bits & ways[2 * unit], ways[(2 * unit) + 1]).ExtractMostSignificantBits() & ((1 << place.WayPlayers) - 1);
            var nodes = (int)(decisions >> place.Node) & ((1 << place.Nodes) - 1);
            entries[unit] = place.Table + ((holds | (nodes << place.WayPlayers)) * place.Players);
        }
    }

    /// <summary>Adds the units' contributions, in their order.</summary>
    /// <param name="entries">As <see cref="Find"/> left them.</param>
    /// <param name="contributions">One a group.</param>
    public void Add(Range units, ReadOnlySpan<int> entries, Span<double> contributions)
    {
        var places = _places.AsSpan(units);
        for (var unit = 0; unit < places.Length; unit++)
        {
            ref readonly var place = ref places[unit];
            var players = _groups.AsSpan(place.Groups, place.Players);
            var values = _table.AsSpan(entries[unit], place.Players);
            for (var player = 0; player < players.Length; player++)
                contributions[players[player]] += values[player];
        }
    }

    /// <summary>What is needed of a <see cref="Unit"/>.</summary>
    private readonly record struct Place(int Table, int Groups, byte Players, byte WayPlayers, byte Node, byte Nodes);
}
