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
    /// <param name="vectors">Rows × slots; 64 rows at most.</param>
    /// <param name="answers">Where the word of the first test goes; the next ones' follow in steps of <paramref name="stride"/>. The bit of a row is set where its slot is at most the threshold, which NaN never is.</param>
    public void Answer(ReadOnlySpan<float> vectors, int rows, Span<ulong> answers, int stride)
    {
        Span<float> column = stackalloc float[RowsOfWord];
        var test = 0;
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            for (int row = 0, at = slot.Slot; row < rows; row++, at += _width)
                column[row] = vectors[at];
            if (Vector512.IsHardwareAccelerated)
                AskBy512(column, _thresholds.AsSpan(test..slot.End), answers[(test * stride)..], stride);
            else
                AskBy256(column, _thresholds.AsSpan(test..slot.End), answers[(test * stride)..], stride);
            test = slot.End;
        }
    }

    /// <summary>Asks which of 64 slots are at most each threshold.</summary>
    internal static void AskBy512(ReadOnlySpan<float> column, ReadOnlySpan<float> thresholds, Span<ulong> answers, int stride)
    {
        var (a, b) = (Vector512.Create(column), Vector512.Create(column[16..]));
        var (c, d) = (Vector512.Create(column[32..]), Vector512.Create(column[48..]));
        for (var test = 0; test < thresholds.Length; test++)
        {
            var threshold = Vector512.Create(thresholds[test]);
            answers[test * stride] = Vector512.LessThanOrEqual(a, threshold).ExtractMostSignificantBits()
                | (Vector512.LessThanOrEqual(b, threshold).ExtractMostSignificantBits() << 16)
                | (Vector512.LessThanOrEqual(c, threshold).ExtractMostSignificantBits() << 32)
                | (Vector512.LessThanOrEqual(d, threshold).ExtractMostSignificantBits() << 48);
        }
    }

    /// <summary>The same for processors without registers of 512 bits.</summary>
    internal static void AskBy256(ReadOnlySpan<float> column, ReadOnlySpan<float> thresholds, Span<ulong> answers, int stride)
    {
        for (var test = 0; test < thresholds.Length; test++)
        {
            var (threshold, bits) = (Vector256.Create(thresholds[test]), 0UL);
            for (var at = 0; at < RowsOfWord; at += Vector256<float>.Count)
                bits |= (ulong)Vector256.LessThanOrEqual(Vector256.Create(column[at..]), threshold).ExtractMostSignificantBits() << at;
            answers[test * stride] = bits;
        }
    }

    /// <summary>A slot whose tests end before the test <paramref name="End"/>; they begin where those of the slot before end.</summary>
    private readonly record struct Asked(int Slot, int End);
}
