namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Puts subtrees that ask much the same together, wherever in the trees they are: a row then has one state for all of them,
/// and adds up one entry. First fit, the largest first: each goes where it makes the fewest states more.
/// </summary>
internal sealed class SubtreeMerger
{
    /// <summary>Most bits of a state that has taken in others: two such make a word of <see cref="SubtreeStates"/>.</summary>
    private const int MostBits = SubtreeStates.MostBits / 2;

    /// <summary>Numbers of bits by what they ask for: tests, in order.</summary>
    private readonly Dictionary<int[], int> _numbers = new(EqualityComparer<int[]>.Create((one, other) => one.AsSpan().SequenceEqual(other), HashOf));

    /// <summary>What bits ask for, by their numbers, and the places of those that have them.</summary>
    private readonly List<(SubtreeStates.Asked[] Asked, List<int> Places)> _bits = [];

    private readonly List<Merged> _merged = [];
    private int _room;

    private SubtreeMerger(int room) => _room = room;

    /// <param name="subtrees">Any of them may come together.</param>
    /// <param name="room">States that there may be beyond those of the subtrees by themselves; left are those that were not needed.</param>
    /// <returns>As many or fewer, which give together what the subtrees give.</returns>
    public static List<TreeCut.Subtree> Merge(IEnumerable<TreeCut.Subtree> subtrees, ref int room)
    {
        var merger = new SubtreeMerger(room);
        foreach (var subtree in subtrees.OrderByDescending(subtree => subtree.Bits.Length))
            merger.Add(subtree);
        room = merger._room;
        return merger._merged.ConvertAll(merged => new TreeCut.Subtree([.. merged.Bits.Select(bit => merger._bits[bit].Asked)], [.. merged.Groups], merged.Leaves));
    }

    private void Add(TreeCut.Subtree subtree)
    {
        var numbers = Array.ConvertAll(subtree.Bits, NumberOf);
        var place = PlaceFor(subtree, [.. numbers.Distinct()]);
        var before = place < _merged.Count ? 1 << _merged[place].Bits.Count : 0;
        if (place == _merged.Count)
            _merged.Add(new Merged());
        var merged = _merged[place];
        foreach (var number in numbers)
        {
            if (merged.Bits.Contains(number))
                continue;
            merged.Bits.Add(number);
            _bits[number].Places.Add(place);
        }
        _room -= (1 << merged.Bits.Count) - before - subtree.States;
        merged.Groups.UnionWith(subtree.Groups);
        var moved = Array.ConvertAll(numbers, number => (ushort)(1 << merged.Bits.IndexOf(number)));
        foreach (var leaf in subtree.Leaves)
            merged.Leaves.Add(leaf with { Players = leaf.Players.ConvertAll(player => Move(player, moved)) });
    }

    /// <param name="numbers">Of the subtree's bits, each once.</param>
    /// <returns>Where the subtree goes; the number of places there are for one of its own.</returns>
    private int PlaceFor(TreeCut.Subtree subtree, int[] numbers)
    {
        var shared = new int[_merged.Count];
        foreach (var number in numbers)
        {
            foreach (var place in _bits[number].Places)
                shared[place]++;
        }

        var (best, fewest) = (_merged.Count, int.MaxValue);
        for (var place = 0; place < shared.Length; place++)
        {
            var (bits, more) = (_merged[place].Bits.Count, numbers.Length - shared[place]);
            if (more > 0 && bits + more > MostBits)
                continue;
            var states = (1 << (bits + more)) - (1 << bits);
            if (states < fewest && states - subtree.States <= _room)
                (best, fewest) = (place, states);
        }
        return best;
    }

    private int NumberOf(SubtreeStates.Asked[] asked)
    {
        // What is asked in another order is the same.
        var tests = Array.ConvertAll(asked, one => one.IsPassed ? one.Test : ~one.Test);
        Array.Sort(tests);
        if (!_numbers.TryGetValue(tests, out var number))
        {
            _numbers[tests] = number = _bits.Count;
            _bits.Add((asked, []));
        }
        return number;
    }

    /// <param name="moved">What became of each bit of the subtree.</param>
    private static TreeCut.LeafPlayer Move(TreeCut.LeafPlayer player, ushort[] moved)
    {
        var (set, unset) = (0, 0);
        for (var bit = 0; bit < moved.Length; bit++)
        {
            if ((player.Asked >> bit & 1) == 0)
                continue;
            if ((player.Wanted >> bit & 1) == 1)
                set |= moved[bit];
            else
                unset |= moved[bit];
        }

        // The way asks for something and for its contrary: no row meets that.
        return (set & unset) != 0 ? player with { Asked = 0, Wanted = 1 } : player with { Asked = (ushort)(set | unset), Wanted = (ushort)set };
    }

    private static int HashOf(int[] tests)
    {
        var hash = new HashCode();
        foreach (var test in tests)
            hash.Add(test);
        return hash.ToHashCode();
    }

    /// <summary>Subtrees that came together.</summary>
    private sealed class Merged
    {
        /// <summary>Numbers of the bits, from the lowest.</summary>
        public List<int> Bits { get; } = [];

        public HashSet<int> Groups { get; } = [];

        public List<TreeCut.Leaf> Leaves { get; } = [];
    }
}
