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

    // Slots with texts fit into the processor's cache up to here; beyond, they would take more memory than the texts.
    private const int MostSlotsWithTexts = 1 << 16;
    private const double MostFilled = 0.6;
    private const int MostWords = 10_000;

    private readonly ValueList _missing = new();
    private TextSlot[] _slots = new TextSlot[FirstCapacity];
    private LargeIndex? _large;
    private int _filled;

    /// <summary>The distinct texts, by code.</summary>
    public ValueList Values { get; } = new();

    public int Count => Values.Count;

    public long MemoryBytes => Values.MemoryBytes + (_large?.MemoryBytes ?? (long)Unsafe.SizeOf<TextSlot>() * _slots.Length);

    /// <param name="buffer">Holds the text and at least eight more bytes after it.</param>
    /// <param name="start">Where the text starts.</param>
    /// <param name="length">Length of the text, more than 0, trimmed.</param>
    /// <returns>The text's code, or -1 where it is a word for "missing".</returns>
    public int GetOrAdd(byte[] buffer, int start, int length)
    {
        var key = TextKey.Of(buffer, start, length);
        if (_large is not null)
            return _large.Find(key, buffer.AsSpan(start, length), out var code) ? code : Add(buffer.AsSpan(start, length), key);

        var slots = _slots;
        for (var slot = (int)key.Hash & (slots.Length - 1); ; slot = (slot + 1) & (slots.Length - 1))
        {
            ref var known = ref slots[slot];
            if (known.Head == key.Head && known.Tail == key.Tail && known.Length == length
                && (length <= TextKey.LongestWhole || GetText(known.Code).SequenceEqual(buffer.AsSpan(start, length))))
            {
                return Math.Max(known.Code, -1);
            }

            if (known.Length == 0)
                return Add(buffer.AsSpan(start, length), key);
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
        if (_large is null)
            return;
        for (var i = first; i < fields.Length; i += step)
        {
            if (fields[i].LengthOrComplement is > 0 and var length)
                _large.Touch(TextKey.Of(buffer, fields[i].Start, length));
        }
    }

    /// <summary>Negative codes stand for the words for "missing" that came up.</summary>
    private ReadOnlySpan<byte> GetText(int code) => code >= 0 ? Values[code] : _missing[~code];

    private int Add(ReadOnlySpan<byte> text, TextKey key)
    {
        var isMissing = cellText.IsMissing(text);
        if (isMissing && _missing.Count == MostWords)
            return -1;
        var list = isMissing ? _missing : Values;
        var code = isMissing ? ~list.Count : list.Count;
        list.Add(text);
        if (_large is not null)
        {
            _large.Add(key, code);
        }
        else
        {
            Insert(_slots, new TextSlot(key.Head, key.Tail, text.Length, code), key.Hash);
            if (++_filled > MostFilled * _slots.Length)
                Grow();
        }

        return Math.Max(code, -1);
    }

    private void Grow()
    {
        if (_slots.Length == MostSlotsWithTexts)
        {
            _slots = [];
            _large = new LargeIndex(Values, _missing);
            return;
        }

        var slots = new TextSlot[2 * _slots.Length];
        foreach (var known in _slots)
        {
            if (known.Length > 0)
                Insert(slots, known, HashOf(known));
        }

        _slots = slots;
    }

    private uint HashOf(TextSlot known) =>
        known.Length <= TextKey.LongestWhole ? TextKey.HashWhole(known.Head, known.Tail, known.Length)
        : TextKey.Of(known.Code >= 0 ? Values : _missing, known.Code >= 0 ? known.Code : ~known.Code).Hash;

    private static void Insert(TextSlot[] slots, TextSlot text, uint hash)
    {
        var slot = (int)hash & (slots.Length - 1);
        while (slots[slot].Length > 0)
            slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = text;
    }

    /// <param name="Length">0: the slot is free.</param>
    private readonly record struct TextSlot(ulong Head, ulong Tail, int Length, int Code);
}
