using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// The distinct questions that trees ask, "is this slot at most this threshold?", those of one slot together. Many nodes
/// ask the same: it is answered once for all of them, for 64 rows in the bits of a word (RapidScorer, Ye et al., 2018).
/// </summary>
internal sealed class SlotTests
{
    /// <summary>Rows whose answers are in one word.</summary>
    public const int RowsOfWord = 64;

    /// <summary>Most rows that are asked at once.</summary>
    private const int MostRows = 512;

    private readonly Asked[] _slots;
    private readonly float[] _thresholds;
    private readonly int _width;

    private SlotTests(Asked[] slots, float[] thresholds, int width) => (_slots, _thresholds, _width) = (slots, thresholds, width);

    public int Count => _thresholds.Length;

    public long Bytes => ((long)_slots.Length * 2 * sizeof(int)) + ((long)_thresholds.Length * sizeof(float));

    /// <param name="testOfNode">Room for the number of each node's test.</param>
    public static SlotTests Create(FlatTrees trees, Span<int> testOfNode)
    {
        // Only what is equal has to come together, so that any order of the thresholds will do.
        var (order, keys) = (new int[trees.Nodes.Length], new ulong[trees.Nodes.Length]);
        for (var node = 0; node < order.Length; node++)
            (order[node], keys[node]) = (node, ((ulong)trees.Nodes[node].Slot << 32) | BitConverter.SingleToUInt32Bits(trees.Nodes[node].Threshold));
        Array.Sort(keys, order);

        var (slots, thresholds) = (new GrowingArray<Asked>(), new GrowingArray<float>());
        for (var i = 0; i < order.Length; i++)
        {
            var node = trees.Nodes[order[i]];
            if (i == 0 || keys[i] != keys[i - 1])
                thresholds.Add(node.Threshold);
            if (slots.Count == 0 || slots[slots.Count - 1].Slot != node.Slot)
                slots.Add(default);
            slots[slots.Count - 1] = new Asked(node.Slot, thresholds.Count);
            testOfNode[order[i]] = thresholds.Count - 1;
        }
        return new SlotTests(slots.ToArray(), thresholds.ToArray(), trees.Width);
    }

    /// <summary>Asks everything of some rows.</summary>
    /// <param name="vectors">Rows × slots; 512 rows at most.</param>
    /// <param name="answers">Tests × <paramref name="words"/>: the bit of a row is set where its slot is at most the threshold, which NaN never is.</param>
    /// <param name="words">Words of a test, of which those are written that have rows.</param>
    public void Answer(ReadOnlySpan<float> vectors, int rows, Span<ulong> answers, int words)
    {
        Span<float> column = stackalloc float[MostRows];
        var (used, test) = ((rows + RowsOfWord - 1) / RowsOfWord, 0);
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            for (int row = 0, at = slot.Slot; row < rows; row++, at += _width)
                column[row] = vectors[at];
            for (; test < slot.End; test++)
            {
                for (var word = 0; word < used; word++)
                {
                    var ofWord = column.Slice(word * RowsOfWord, RowsOfWord);
                    answers[(test * words) + word] = Vector512.IsHardwareAccelerated ? AtMostBy512(ofWord, _thresholds[test]) : AtMostBy256(ofWord, _thresholds[test]);
                }
            }
        }
    }

    /// <summary>A bit for each of 64 slots: whether it is at most the threshold.</summary>
    internal static ulong AtMostBy512(ReadOnlySpan<float> column, float threshold)
    {
        var bits = 0UL;
        for (var at = 0; at < RowsOfWord; at += Vector512<float>.Count)
            bits |= Vector512.LessThanOrEqual(Vector512.Create(column[at..]), Vector512.Create(threshold)).ExtractMostSignificantBits() << at;
        return bits;
    }

    /// <summary>The same for processors without registers of 512 bits.</summary>
    internal static ulong AtMostBy256(ReadOnlySpan<float> column, float threshold)
    {
        var bits = 0UL;
        for (var at = 0; at < RowsOfWord; at += Vector256<float>.Count)
            bits |= (ulong)Vector256.LessThanOrEqual(Vector256.Create(column[at..]), Vector256.Create(threshold)).ExtractMostSignificantBits() << at;
        return bits;
    }

    /// <summary>A slot whose tests end before the test <paramref name="End"/>; they begin where those of the slot before end.</summary>
    private readonly record struct Asked(int Slot, int End);
}
