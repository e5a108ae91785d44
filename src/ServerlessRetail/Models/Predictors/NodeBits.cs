namespace ServerlessRetail.Models.Predictors;

/// <summary>One bit a node of a tree: 1 where a row goes left.</summary>
internal static class NodeBits
{
    private const int WordBits = 64;

    /// <summary>Words for a tree's nodes, and one more so that bits can be taken across the end of a word.</summary>
    public static int WordsFor(int nodes) => (nodes / WordBits) + 2;

    public static (int Word, ulong Bit) PlaceOf(int node) => (node / WordBits, 1UL << (node % WordBits));

    /// <param name="nodes">Of one tree.</param>
    /// <param name="decisions">Filled with the nodes' bits.</param>
    public static void Decide(ReadOnlySpan<FlatTrees.Node> nodes, ReadOnlySpan<float> vector, Span<ulong> decisions)
    {
        for (var start = 0; start < nodes.Length; start += WordBits)
        {
            var bits = 0UL;
            var ofWord = nodes.Slice(start, Math.Min(WordBits, nodes.Length - start));
            for (var node = 0; node < ofWord.Length; node++)
                bits |= (vector[ofWord[node].Slot] <= ofWord[node].Threshold ? 1UL : 0UL) << node;
            decisions[start / WordBits] = bits;
        }
    }

    /// <summary>The bits of neighbouring nodes, fewer than 32.</summary>
    public static int Take(ReadOnlySpan<ulong> decisions, int node, int count)
    {
        var (word, shift) = (node / WordBits, node % WordBits);
        var bits = (decisions[word] >> shift) | (decisions[word + 1] << 1 << (WordBits - 1 - shift));
        return (int)bits & ((1 << count) - 1);
    }
}
