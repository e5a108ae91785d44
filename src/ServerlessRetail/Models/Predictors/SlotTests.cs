using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// The distinct questions that trees ask, "is this slot at most this threshold?", those of one slot together, from its lowest
/// threshold to its highest. Many nodes ask the same: it is answered once for all of them, for 64 rows in the bits of a word
/// (RapidScorer, Ye et al., 2018), or for one row, see <see cref="Failed"/>.
/// </summary>
internal sealed class SlotTests
{
    /// <summary>Rows whose answers are in one word.</summary>
    public const int RowsOfWord = 64;

    private readonly Asked[] _slots;
    private readonly float[] _thresholds;
    private readonly int _width;
    private readonly int[] _testOfNode;

    /// <param name="trees">Their nodes ask the questions.</param>
    public SlotTests(FlatTrees trees)
    {
        var (order, keys) = (new int[trees.Nodes.Length], new ulong[trees.Nodes.Length]);
        for (var node = 0; node < order.Length; node++)
            (order[node], keys[node]) = (node, ((ulong)trees.Nodes[node].Slot << 32) | Ascending(trees.Nodes[node].Threshold));
        Array.Sort(keys, order);

        var (slots, thresholds) = (new GrowingArray<Asked>(), new GrowingArray<float>());
        _testOfNode = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var node = trees.Nodes[order[i]];
            if (i == 0 || keys[i] != keys[i - 1])
                thresholds.Add(node.Threshold);
            if (slots.Count == 0 || slots[slots.Count - 1].Slot != node.Slot)
                slots.Add(new Asked(node.Slot, thresholds.Count - 1, 0));
            slots[slots.Count - 1] = slots[slots.Count - 1] with { End = thresholds.Count };
            _testOfNode[order[i]] = thresholds.Count - 1;
        }
        (_slots, _thresholds, _width) = (slots.ToArray(), thresholds.ToArray(), trees.Width);
        Failed = new FailedTests(_slots, _thresholds, _width);
    }

    public int Count => _thresholds.Length;

    /// <summary>The number of each node's test.</summary>
    public ReadOnlySpan<int> TestOfNode => _testOfNode;

    /// <summary>Asks everything of one row.</summary>
    public FailedTests Failed { get; }

    public long Bytes =>
        ((long)_slots.Length * Unsafe.SizeOf<Asked>()) + ((long)_thresholds.Length * sizeof(float)) + ((long)_testOfNode.Length * sizeof(int)) + Failed.Bytes;

    /// <summary>Makes of what each test stands for by itself what it stands for together with the lower ones of its slot.</summary>
    /// <param name="rows">As many numbers for each test.</param>
    /// <param name="add">Puts what the lower tests stand for into the row of the next one.</param>
    public void Accumulate<T>(Span<T> rows, AddLower<T> add)
    {
        var length = rows.Length / Math.Max(1, Count);
        foreach (var asked in _slots)
        {
            for (var test = asked.First + 1; test < asked.End; test++)
                add(rows.Slice((test - 1) * length, length), rows.Slice(test * length, length));
        }
    }

    /// <summary>Asks everything of some rows.</summary>
    /// <param name="vectors">Rows × slots; 64 rows at most.</param>
    /// <param name="answers">Where the word of the first test goes; the next ones' follow in steps of <paramref name="stride"/>. The bit of a row is set where its slot is at most the threshold, which NaN never is.</param>
    public void Answer(ReadOnlySpan<float> vectors, int rows, Span<ulong> answers, int stride)
    {
        Span<float> column = stackalloc float[RowsOfWord];
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            for (int row = 0, at = slot.Slot; row < rows; row++, at += _width)
                column[row] = vectors[at];
            if (Vector512.IsHardwareAccelerated)
                AskBy512(column, _thresholds.AsSpan(slot.First..slot.End), answers[(slot.First * stride)..], stride);
            else
                AskBy256(column, _thresholds.AsSpan(slot.First..slot.End), answers[(slot.First * stride)..], stride);
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

    /// <summary>Bits that ascend as the numbers do.</summary>
    private static uint Ascending(float number) =>
        BitConverter.SingleToUInt32Bits(number) is var bits && bits >> 31 == 1 ? ~bits : bits | 0x8000_0000;

    /// <summary>A slot whose tests are those from <paramref name="First"/> to the one before <paramref name="End"/>.</summary>
    internal readonly record struct Asked(int Slot, int First, int End);

    /// <param name="lower">Of the test below.</param>
    /// <param name="row">Of a test.</param>
    internal delegate void AddLower<T>(ReadOnlySpan<T> lower, Span<T> row);
}
