using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Gives each distinct text of a column a code, counted from 0 in order of appearance, and -1 to every word for
/// "missing". Open addressing over UTF-8: finding a known text allocates nothing and makes no string.
/// </summary>
/// <param name="cellText">Says which texts are missing. Asked once per distinct text.</param>
internal sealed class ValueDictionary(CellText cellText)
{
    private const int FirstCapacity = 64;
    private const int LongestInWord = 7;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    // Hash in the upper half; in the lower half 0 for a free slot, code + 1, or a word for "missing" as -1 - index.
    private long[] _slots = new long[FirstCapacity];
    private ulong[] _words = new ulong[FirstCapacity / 2];
    private int _filled;

    /// <summary>The distinct texts, by code.</summary>
    public ValueList Values { get; } = new();

    /// <summary>The words for "missing" that came up.</summary>
    private readonly ValueList _missing = new();

    public int Count => Values.Count;

    public long MemoryBytes => Values.MemoryBytes + (8L * (_slots.Length + _words.Length));

    /// <param name="buffer">Holds the text and at least eight more bytes after it.</param>
    /// <param name="start">Where the text starts.</param>
    /// <param name="length">Length of the text, more than 0, trimmed.</param>
    /// <returns>The text's code, or -1 where it is a word for "missing".</returns>
    public int GetOrAdd(byte[] buffer, int start, int length)
    {
        var word = length <= LongestInWord ? ReadWord(buffer, start, length) : HashLong(buffer, start, length);
        var hash = (uint)((word * Multiplier) >> 32);
        var slots = _slots;
        for (var slot = (int)hash & (slots.Length - 1); ; slot = (slot + 1) & (slots.Length - 1))
        {
            var entry = slots[slot];
            if (entry == 0)
                return Add(buffer.AsSpan(start, length), word, hash, slot);
            if ((uint)(entry >> 32) != hash)
                continue;

            var code = (int)entry - 1;
            if (code < 0)
            {
                if (_missing[-2 - code].SequenceEqual(buffer.AsSpan(start, length)))
                    return -1;
            }
            else if (_words[code] == word && (length <= LongestInWord || Values[code].SequenceEqual(buffer.AsSpan(start, length))))
            {
                return code;
            }
        }
    }

    /// <summary>A short text and its length in one word: two texts are the same if their words are.</summary>
    private static ulong ReadWord(byte[] buffer, int start, int length)
    {
        var bytes = Unsafe.ReadUnaligned<ulong>(ref buffer[start]);
        return (bytes & ((1UL << (8 * length)) - 1)) | ((ulong)length << 56);
    }

    private static ulong HashLong(byte[] buffer, int start, int length)
    {
        var text = buffer.AsSpan(start, length);
        var hash = (ulong)length;
        for (; text.Length > 8; text = text[8..])
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Multiplier, 29);

        // The last eight bytes once more or for the first time; a text this long has as many.
        hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(start + length - 8))) * Multiplier;
        return (hash ^ (hash >> 29)) | (0xFFUL << 56);
    }

    private int Add(ReadOnlySpan<byte> text, ulong word, uint hash, int slot)
    {
        int entry;
        if (cellText.IsMissing(text))
        {
            entry = -1 - _missing.Count;
            _missing.Add(text);
        }
        else
        {
            entry = Values.Count + 1;
            if (Values.Count == _words.Length)
                Array.Resize(ref _words, 2 * _words.Length);
            _words[Values.Count] = word;
            Values.Add(text);
        }

        _slots[slot] = ((long)hash << 32) | (uint)entry;
        if (++_filled * 2 > _slots.Length)
            Grow();
        return Math.Max(entry - 1, -1);
    }

    private void Grow()
    {
        var slots = new long[2 * _slots.Length];
        var mask = slots.Length - 1;
        foreach (var entry in _slots)
        {
            if (entry == 0)
                continue;
            var slot = (int)(entry >> 32) & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            slots[slot] = entry;
        }

        _slots = slots;
    }
}
