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
    private const double MostFilled = 0.6;
    private const int PlaceBits = 27;
    private const uint LastPlace = (1u << PlaceBits) - 1;
    private const uint MostWords = 10_000;

    // Larger ones do not fit into the processor's cache.
    private const int LargeCapacity = 1 << 16;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    // 0 for a free slot; else in the lower bits code + 1, or a word for "missing" as LastPlace - index, and above them a
    // few bits of the hash: most texts that only share a slot are told apart without looking at them.
    private uint[] _slots = new uint[FirstCapacity];

    // The word of each code, which tells two short texts apart and most long ones, and hashes them.
    private readonly ChunkedList<ulong> _words = new();

    // The words for "missing" that came up.
    private readonly ValueList _missing = new();
    private readonly List<ulong> _missingWords = [];
    private int _filled;

    // Of no meaning: without it the compiler might leave the looking out.
    private uint _touched;

    /// <summary>The distinct texts, by code.</summary>
    public ValueList Values { get; } = new();

    public int Count => Values.Count;

    public long MemoryBytes => Values.MemoryBytes + (sizeof(int) * (long)_slots.Length) + _words.CountBytes(sizeof(ulong));

    /// <param name="buffer">Holds the text and at least eight more bytes after it.</param>
    /// <param name="start">Where the text starts.</param>
    /// <param name="length">Length of the text, more than 0, trimmed.</param>
    /// <returns>The text's code, or -1 where it is a word for "missing".</returns>
    public int GetOrAdd(byte[] buffer, int start, int length)
    {
        var word = GetWord(buffer, start, length);
        var hash = Hash(word);
        var slots = _slots;
        for (var slot = (int)hash & (slots.Length - 1); ; slot = (slot + 1) & (slots.Length - 1))
        {
            var entry = slots[slot];
            if (entry == 0)
                return Add(buffer.AsSpan(start, length), word, slot);
            if ((entry ^ hash) >> PlaceBits != 0)
                continue;

            var place = entry & LastPlace;
            var code = (int)place - 1;
            if (place > LastPlace - MostWords)
            {
                if (_missing[(int)(LastPlace - place)].SequenceEqual(buffer.AsSpan(start, length)))
                    return -1;
            }
            else if (_words[code] == word && (length <= LongestInWord || Values[code].SequenceEqual(buffer.AsSpan(start, length))))
            {
                return code;
            }
        }
    }

    /// <summary>
    /// Looks at the place of each text in a large dictionary, so that it comes from memory into the processor's cache.
    /// Nothing depends on what is found, so that many places are waited for at once; looking the texts up one after the
    /// other takes twice as long.
    /// </summary>
    /// <param name="buffer">Holds the texts.</param>
    /// <param name="fields">Rows of fields.</param>
    /// <param name="first">The first text.</param>
    /// <param name="step">From one text to the next.</param>
    public void Touch(byte[] buffer, ReadOnlySpan<Field> fields, int first, int step)
    {
        if (_slots.Length < LargeCapacity)
            return;
        var mask = _slots.Length - 1;
        for (var i = first; i < fields.Length; i += step)
        {
            var length = fields[i].LengthOrComplement;
            if (length > 0)
                _touched ^= _slots[(int)Hash(GetWord(buffer, fields[i].Start, length)) & mask];
        }
    }

    private static ulong GetWord(byte[] buffer, int start, int length) =>
        length <= LongestInWord ? ReadWord(buffer, start, length) : HashLong(buffer, start, length);

    private static uint Hash(ulong word) => (uint)((word * Multiplier) >> 32);

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

    private int Add(ReadOnlySpan<byte> text, ulong word, int slot)
    {
        uint place;
        if (cellText.IsMissing(text))
        {
            if (_missing.Count == MostWords)
                return -1;
            place = LastPlace - (uint)_missing.Count;
            _missing.Add(text);
            _missingWords.Add(word);
        }
        else
        {
            place = (uint)Values.Count + 1;
            if (place == LastPlace - MostWords)
                throw new RejectedException(RejectionReasons.MemoryBudget, "A column has more than 134 million different texts. Leave it out, or train on a sample of the rows.");
            _words.Add(word);
            Values.Add(text);
        }

        _slots[slot] = place | (Hash(word) & ~LastPlace);
        if (++_filled > MostFilled * _slots.Length)
            Grow();
        return place > LastPlace - MostWords ? -1 : (int)place - 1;
    }

    private void Grow()
    {
        var slots = new uint[2 * _slots.Length];
        var mask = slots.Length - 1;
        foreach (var entry in _slots)
        {
            if (entry == 0)
                continue;
            var place = entry & LastPlace;
            var slot = (int)Hash(place > LastPlace - MostWords ? _missingWords[(int)(LastPlace - place)] : _words[(int)place - 1]) & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            slots[slot] = entry;
        }

        _slots = slots;
    }
}
