namespace ServerlessRetail.Models.Predictors;

/// <summary>Which slots of a feature vector belong together: those of one column of the customer file.</summary>
public sealed class SlotGroups
{
    private readonly int[] _starts;
    private readonly int[] _groupOfSlot;

    /// <param name="widths">Slots of each group, in order; 0 or more.</param>
    public SlotGroups(IReadOnlyList<int> widths)
    {
        _starts = new int[widths.Count + 1];
        for (var group = 0; group < widths.Count; group++)
            _starts[group + 1] = _starts[group] + widths[group];
        _groupOfSlot = new int[_starts[^1]];
        for (var group = 0; group < widths.Count; group++)
            _groupOfSlot.AsSpan(_starts[group], widths[group]).Fill(group);
    }

    public int Count => _starts.Length - 1;

    /// <summary>Slots of the whole vector.</summary>
    public int Width => _groupOfSlot.Length;

    /// <summary>The group of each slot.</summary>
    public ReadOnlySpan<int> GroupOfSlot => _groupOfSlot;

    /// <summary>The slots of a group.</summary>
    public Range this[int group] => _starts[group].._starts[group + 1];

    /// <summary>Each slot a group of its own.</summary>
    public static SlotGroups OneEach(int width) => new([.. Enumerable.Repeat(1, width)]);
}
