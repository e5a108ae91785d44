using System.Numerics;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Codes of the distinct texts of a column, from 0 in order of appearance, without a dictionary that stays: a bit a row
/// says whether its text is there for the first time, and a text's code is the number of such rows before. Made for
/// columns in which nearly every row has a text of its own; for the other rows the code itself is kept.
/// </summary>
internal sealed class FirstRows
{
    /// <summary>Most bytes a row that the making takes, for a moment, and what is made.</summary>
    internal const int BytesPerRow = 14;

    private const int WordBits = 64;

    // The texts are looked through in so many parts, by their hashes, so that the table of one fits into the processor's cache.
    private const int PartBits = 3;

    private readonly ulong[] _isFirst;

    // Of each word of bits, the first rows before it.
    private readonly int[] _before;

    // The codes of the rows that are no first ones, -1 where the cell is missing.
    private readonly ChunkedList<int> _others = new();

    public FirstRows(RowTexts texts)
    {
        _isFirst = new ulong[(texts.Count + WordBits - 1) / WordBits];
        _before = new int[_isFirst.Length];

        var repeated = new ChunkedList<(int Row, int First)>();
        var rowsOfParts = CountParts(texts);
        var slots = new int[BitOperations.RoundUpToPowerOf2((uint)(rowsOfParts.Max() * 5L / 4) + 2)];
        for (var part = 0; part < rowsOfParts.Length; part++)
            FindFirsts(texts, part, slots, repeated);
        for (var word = 0; word < _before.Length; word++)
        {
            _before[word] = Count;
            Count += BitOperations.PopCount(_isFirst[word]);
        }

        for (var row = Count; row < texts.Count; row++)
            _others.Add(-1);
        for (var i = 0; i < repeated.Count; i++)
            _others[repeated[i].Row - Rank(repeated[i].Row)] = Rank(repeated[i].First);
    }

    /// <summary>The number of distinct texts.</summary>
    public int Count { get; private set; }

    /// <summary>The code of a row's text, -1 where the cell is missing.</summary>
    public int GetCode(int row)
    {
        var rank = Rank(row);
        return (_isFirst[row / WordBits] >> (row % WordBits) & 1) != 0 ? rank : _others[row - rank];
    }

    /// <summary>The first row that has the text of a code.</summary>
    public int GetRow(int code)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(code);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(code, Count);

        // The last word before which there are no more first rows than the code says.
        var (low, high) = (0, _before.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _before[middle] <= code ? (middle, high) : (low, middle - 1);
        }

        var word = _isFirst[low];
        for (var skip = code - _before[low]; skip > 0; skip--)
            word &= word - 1;
        return (low * WordBits) + BitOperations.TrailingZeroCount(word);
    }

    private int Rank(int row) =>
        _before[row / WordBits] + BitOperations.PopCount(_isFirst[row / WordBits] & ((1UL << (row % WordBits)) - 1));

    private static int[] CountParts(RowTexts texts)
    {
        var counts = new int[1 << PartBits];
        for (var row = 0; row < texts.Count; row++)
            counts[texts.IsMissing(row) ? 0 : PartOf(texts.Hash(row))]++;
        return counts;
    }

    private static int PartOf(uint hash) => (int)(hash >> (32 - PartBits));

    /// <param name="texts">One a row.</param>
    /// <param name="part">The part of them that is looked at.</param>
    /// <param name="slots">A hash table of rows, plus one; larger than the part.</param>
    /// <param name="repeated">Takes the rows whose text is there before.</param>
    private void FindFirsts(RowTexts texts, int part, int[] slots, ChunkedList<(int Row, int First)> repeated)
    {
        Array.Clear(slots);
        for (var row = 0; row < texts.Count; row++)
        {
            var hash = texts.Hash(row);
            if (PartOf(hash) != part || texts.IsMissing(row))
                continue;
            var slot = (int)hash & (slots.Length - 1);
            while (slots[slot] != 0 && !texts.AreEqual(slots[slot] - 1, row))
                slot = (slot + 1) & (slots.Length - 1);
            if (slots[slot] != 0)
            {
                repeated.Add((row, slots[slot] - 1));
                continue;
            }

            slots[slot] = row + 1;
            _isFirst[row / WordBits] |= 1UL << (row % WordBits);
        }
    }
}
