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

    private readonly ulong[] _isFirst;

    // Of each word of bits, the first rows before it.
    private readonly int[] _before;

    // The codes of the rows that are no first ones, -1 where the cell is missing.
    private readonly ChunkedList<int> _others = new();

    public FirstRows(RowTexts texts)
    {
        _isFirst = new ulong[(texts.Count + WordBits - 1) / WordBits];
        _before = new int[_isFirst.Length];

        // Rows plus one in a hash table by their texts: it is needed only here.
        var slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, texts.Count + (texts.Count / 4)))];
        for (var row = 0; row < texts.Count; row++)
        {
            if (row % WordBits == 0)
                _before[row / WordBits] = Count;
            var first = texts.IsMissing(row) ? -1 : FindOrAdd(slots, texts, row);
            if (first == row)
            {
                _isFirst[row / WordBits] |= 1UL << (row % WordBits);
                Count++;
            }
            else
            {
                _others.Add(first < 0 ? -1 : Rank(first));
            }
        }
    }

    /// <summary>The number of distinct texts.</summary>
    public int Count { get; }

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

    private static int FindOrAdd(int[] slots, RowTexts texts, int row)
    {
        var slot = (int)texts.Hash(row) & (slots.Length - 1);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            if (texts.AreEqual(slots[slot] - 1, row))
                return slots[slot] - 1;
        }

        slots[slot] = row + 1;
        return row;
    }
}
