using System.Buffers.Binary;
using System.Numerics;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Gives each distinct text of a column a code, counted from 0 in order of appearance, and -1 to every word for
/// "missing". Open addressing over UTF-8: finding a known text allocates nothing and makes no string.
/// </summary>
/// <param name="cellText">Says which texts are missing. Asked once per distinct text.</param>
internal sealed class ValueDictionary(CellText cellText)
{
    private const int FirstCapacity = 64;

    // Hash in the upper half; in the lower half 0 for a free slot, code + 1, or a word for "missing" as -1 - index.
    private long[] _slots = new long[FirstCapacity];
    private int _filled;

    /// <summary>The distinct texts, by code.</summary>
    public ValueList Values { get; } = new();

    /// <summary>The words for "missing" that came up.</summary>
    private readonly ValueList _missing = new();

    public int Count => Values.Count;

    public long MemoryBytes => Values.MemoryBytes + (8L * _slots.Length);

    /// <param name="buffer">Holds the text and at least eight more bytes after it.</param>
    /// <param name="start">Where the text starts.</param>
    /// <param name="length">Length of the text, more than 0, trimmed.</param>
    /// <returns>The text's code, or -1 where it is a word for "missing".</returns>
    public int GetOrAdd(byte[] buffer, int start, int length)
    {
        var hash = Hash(buffer, start, length);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var entry = _slots[slot];
            if (entry == 0)
                return Add(buffer.AsSpan(start, length), hash, slot);
            if ((uint)(entry >> 32) != hash)
                continue;

            var code = (int)entry - 1;
            var text = code >= 0 ? Values[code] : _missing[-2 - code];
            if (text.SequenceEqual(buffer.AsSpan(start, length)))
                return Math.Max(code, -1);
        }
    }

    private int Add(ReadOnlySpan<byte> text, uint hash, int slot)
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

    private static uint Hash(byte[] buffer, int start, int length)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var hash = (ulong)length * Multiplier;
        while (length > 8)
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(start))) * Multiplier, 29);
            start += 8;
            length -= 8;
        }

        // The bytes after the text are shifted out.
        var last = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(start)) << (64 - (8 * length));
        hash = (hash ^ last) * Multiplier;
        return (uint)(hash >> 32) ^ (uint)(hash >> 15);
    }
}
