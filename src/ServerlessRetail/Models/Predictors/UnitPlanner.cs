namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Cuts trees into units and fills their tables. The first answer with reasons waits for it, so it is written with loops over
/// arrays: queries over our own structures would be compiled at run time, see <see cref="GrowingArray{T}"/>.
/// </summary>
/// <param name="maxBits">Most bits that tell an entry of a table, 0 or more.</param>
internal sealed class UnitPlanner(FlatTrees trees, TreePaths paths, SlotGroups groups, int maxBits)
{
    /// <summary>Most memory for the tables of a model.</summary>
    public const int MaxBytes = 32 << 20;

    /// <summary>
    /// Usual bits that tell an entry of a table. Larger tables are fewer look-ups, but the processor's caches hold less of
    /// them and they take longer to fill.
    /// </summary>
    public const int MaxBits = 10;

    private readonly GrowingArray<Unit> _units = new();
    private readonly GrowingArray<UnitCondition> _conditions = new();
    private readonly GrowingArray<PathStep> _way = new();
    private readonly List<int> _players = [];
    private readonly List<double> _shares = [];
    private readonly GaussLegendre[] _rules = RulesFor(maxBits);
    private int _bits;
    private long _numbers;

    public (UnitTables Tables, Range[] UnitsOfTree) Plan()
    {
        Range[] unitsOfTree;
        _bits = maxBits;
        while (Cut(out unitsOfTree) * sizeof(double) > MaxBytes)
            _bits--;

        var table = new double[_numbers];
        for (var tree = 0; tree < trees.Count; tree++)
        {
            var (start, count) = unitsOfTree[tree].GetOffsetAndLength(_units.Count);
            var root = trees.RootOf(tree);
            _way.Clear();
            if (count > 0)
                Fill(root, root, start, table);
        }
        return (new UnitTables(_units.ToArray(), _conditions.ToArray(), _players.ToArray(), _shares.ToArray(), table), unitsOfTree);
    }

    /// <summary>Plans the units for tables of so many bits; stops where they get too large.</summary>
    /// <returns>Numbers that the tables hold.</returns>
    private long Cut(out Range[] unitsOfTree)
    {
        _units.Clear();
        _conditions.Clear();
        _players.Clear();
        _shares.Clear();
        _numbers = 0;
        unitsOfTree = new Range[trees.Count];
        for (var tree = 0; tree < unitsOfTree.Length && _numbers * sizeof(double) <= MaxBytes; tree++)
        {
            var first = _units.Count;
            if (trees.RootOf(tree) >= 0)
                Cut(trees.RootOf(tree), trees.RootOf(tree));
            unitsOfTree[tree] = first.._units.Count;
        }
        return _numbers;
    }

    private void Cut(int at, int root)
    {
        if (PlayersOnTheWay().Count + paths.SizeOf(at) <= _bits || at < 0)
        {
            AddUnit(at, root);
            return;
        }
        Descend(at, child => Cut(child, root));
    }

    private void AddUnit(int at, int root)
    {
        var players = PlayersOnTheWay();
        var (wayPlayers, nodes) = (players.Count, paths.SizeOf(at));
        var isTabled = wayPlayers + nodes <= _bits;
        for (var node = at; node < at + nodes; node++)
        {
            if (!players.Contains(groups.GroupOfSlot[trees.Nodes[node].Slot]))
                players.Add(groups.GroupOfSlot[trees.Nodes[node].Slot]);
        }
        var firstCondition = _conditions.Count;
        AddConditions(players, root);
        _units.Add(new Unit
        {
            Conditions = firstCondition,
            ConditionCount = _conditions.Count - firstCondition,
            WayNodes = _way.Count,
            Node = at < 0 ? 0 : at - root,
            Nodes = nodes,
            Groups = _players.Count,
            Players = players.Count,
            WayPlayers = wayPlayers,
            Table = isTabled ? (int)_numbers : -1,
            Shares = _shares.Count,
            LeafValue = at < 0 ? trees.LeafValues[~at] : 0,
        });
        _players.AddRange(players);
        if (isTabled)
        {
            _numbers += (long)players.Count << (wayPlayers + nodes);
            return;
        }
        foreach (var player in players)
            _shares.Add(ShareOnTheWay(player));
    }

    /// <summary>What the way asks for: one condition a player and word, in the way's order.</summary>
    private void AddConditions(List<int> players, int root)
    {
        var first = _conditions.Count;
        for (var at = 0; at < _way.Count; at++)
        {
            ref readonly var step = ref _way[at];
            var (player, (word, bit)) = (players.IndexOf(step.Group), NodeBits.PlaceOf(step.Node - root));
            var place = first;
            while (place < _conditions.Count && (_conditions[place].Player != player || _conditions[place].Word != word))
                place++;
            if (place == _conditions.Count)
                _conditions.Add(new UnitCondition(player, word, Asked: 0, Left: 0));
            var condition = _conditions[place];
            _conditions[place] = new UnitCondition(player, word, condition.Asked | bit, condition.Left | (step.Left ? bit : 0));
        }
    }

    /// <summary>Walks as <see cref="Cut(int, int)"/> did; each unit's leaves add to its table.</summary>
    /// <returns>The unit after those of this subtree.</returns>
    private int Fill(int at, int root, int next, double[] table)
    {
        var unit = _units[next];
        if (at < 0 || (unit.IsTabled && unit.Nodes == paths.SizeOf(at) && unit.Node == at - root))
        {
            if (unit.IsTabled)
                FillUnit(at, in unit, root, table);
            return next + 1;
        }
        Descend(at, child => next = Fill(child, root, next, table));
        return next;
    }

    private void FillUnit(int at, in Unit unit, int root, double[] table)
    {
        if (at >= 0)
        {
            var copy = unit;
            Descend(at, child => FillUnit(child, in copy, root, table));
            return;
        }

        // An entry tells whether the conditions of a leaf's players hold: of a way's player by its bit, inside the unit by the nodes' bits.
        var ofLeaf = PlayersOnTheWay().ToArray();
        var (place, asked, wanted) = (new int[ofLeaf.Length], new int[ofLeaf.Length], new int[ofLeaf.Length]);
        for (var player = 0; player < ofLeaf.Length; player++)
        {
            place[player] = _players.IndexOf(ofLeaf[player], unit.Groups, unit.Players) - unit.Groups;
            if (place[player] < unit.WayPlayers)
                asked[player] = wanted[player] = 1 << place[player];
            for (var inside = unit.WayNodes; inside < _way.Count; inside++)
            {
                ref readonly var step = ref _way[inside];
                if (step.Group != ofLeaf[player])
                    continue;
                var bit = 1 << (unit.WayPlayers + step.Node - root - unit.Node);
                asked[player] |= bit;
                wanted[player] |= step.Left ? bit : 0;
            }
        }

        var solved = Solve(~at, ofLeaf);
        for (var entry = 0; entry < 1 << (unit.WayPlayers + unit.Nodes); entry++)
        {
            var met = 0;
            for (var player = 0; player < ofLeaf.Length; player++)
                met |= (entry & asked[player]) == wanted[player] ? 1 << player : 0;
            var values = table.AsSpan(unit.Table + (entry * unit.Players), unit.Players);
            for (var player = 0; player < ofLeaf.Length; player++)
                values[place[player]] += solved[(met * ofLeaf.Length) + player];
        }
    }

    /// <summary>A leaf's Shapley values for every set of players whose conditions hold.</summary>
    private double[] Solve(int leaf, int[] players)
    {
        var solved = new double[players.Length << players.Length];
        var shares = new double[players.Length];
        for (var player = 0; player < shares.Length; player++)
            shares[player] = ShareOnTheWay(players[player]);
        var met = new byte[players.Length];
        var products = new double[players.Length + 1];
        for (var set = 0; set < 1 << players.Length; set++)
        {
            for (var player = 0; player < met.Length; player++)
                met[player] = (byte)((set >> player) & 1);
            LeafGame.Solve(_rules[players.Length], trees.LeafValues[leaf], shares, met, products, solved.AsSpan(set * players.Length, players.Length));
        }
        return solved;
    }

    /// <summary>Groups that the way asks for, in its order.</summary>
    private List<int> PlayersOnTheWay()
    {
        var players = new List<int>();
        for (var step = 0; step < _way.Count; step++)
        {
            if (!players.Contains(_way[step].Group))
                players.Add(_way[step].Group);
        }
        return players;
    }

    private double ShareOnTheWay(int group)
    {
        var share = 1.0;
        for (var step = 0; step < _way.Count; step++)
        {
            if (_way[step].Group == group)
                share *= _way[step].Share;
        }
        return share;
    }

    private static GaussLegendre[] RulesFor(int mostPlayers)
    {
        var rules = new GaussLegendre[mostPlayers + 1];
        for (var players = 0; players < rules.Length; players++)
            rules[players] = new GaussLegendre(LeafGame.PointsFor(players));
        return rules;
    }

    private void Descend(int node, Action<int> visit)
    {
        var (group, share) = (groups.GroupOfSlot[trees.Nodes[node].Slot], paths.ShareLeft(node));
        Visit(new PathStep(node, Left: true, group, share), trees.Nodes[node].Left);
        Visit(new PathStep(node, Left: false, group, 1 - share), trees.Nodes[node].Right);

        void Visit(PathStep step, int child)
        {
            _way.Add(step);
            visit(child);
            _way.RemoveLast();
        }
    }
}
