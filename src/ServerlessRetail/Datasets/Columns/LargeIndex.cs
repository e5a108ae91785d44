namespace ServerlessRetail.Datasets;

/// <summary>Finds the codes of many texts with little memory: four bytes a slot, and no copy of any text.</summary>
internal sealed class LargeIndex
{
    private const double MostFilled = 0.75;
    private const int FirstCapacity = 1 << 17;
    private const int PlaceBits = 27;
    private const uint LastPlace = (1u << PlaceBits) - 1;

    // Of the places at the end, which stand for the words for "missing".
    private const uint MostMissing = 1 << 20;

    private readonly ValueList _values;
    private readonly ValueList _missing;

    // 0 for a free slot; else in the lower bits code + 1, or of a word for "missing" its complement counted back from the
    // last place, and above them a few bits of the hash: most texts that only share a slot are told apart without looking
    // at them.
    private uint[] _slots = [];

    // Of no meaning: without it the compiler might leave the looking out.
    private uint _touched;

    /// <param name="values">The texts, by code.</param>
    /// <param name="missing">The words for "missing", by the complement of their code.</param>
    public LargeIndex(ValueList values, ValueList missing)
    {
        (_values, _missing) = (values, missing);
        Rebuild(FirstCapacity);
    }

    public long MemoryBytes => sizeof(uint) * (long)_slots.Length;

    /// <param name="key">The text's key.</param>
    /// <param name="text">The text.</param>
    /// <param name="code">-1 where it is a word for "missing".</param>
    public bool Find(TextKey key, ReadOnlySpan<byte> text, out int code)
    {
        var slots = _slots;
        for (var slot = First(key.Hash); slots[slot] is > 0 and var entry; slot = (slot + 1) & (slots.Length - 1))
        {
            if ((entry ^ key.Hash) >> PlaceBits != 0)
                continue;
            var place = entry & LastPlace;
            var isMissing = place > LastPlace - MostMissing;
            if ((isMissing ? _missing[(int)(LastPlace - place)] : _values[(int)place - 1]).SequenceEqual(text))
            {
                code = isMissing ? -1 : (int)place - 1;
                return true;
            }
        }

        code = 0;
        return false;
    }

    /// <summary>Adds the code of a text that stands at the end of its list.</summary>
    public void Add(TextKey key, int code)
    {
        if (code >= LastPlace - MostMissing)
            throw new RejectedException(RejectionReasons.MemoryBudget, "A column has more than 133 million different texts. Leave it out, or train on a sample of the rows.");
        if (_values.Count + _missing.Count > MostFilled * _slots.Length)
            Rebuild(2 * _slots.Length);
        else
            Insert(key, code);
    }

    public void Touch(TextKey key) => _touched ^= _slots[First(key.Hash)];

    /// <summary>Text by text in their order, which is also that in memory.</summary>
    private void Rebuild(int capacity)
    {
        _slots = new uint[capacity];
        for (var code = 0; code < _values.Count; code++)
            Insert(TextKey.Of(_values, code), code);
        for (var word = 0; word < _missing.Count; word++)
            Insert(TextKey.Of(_missing, word), ~word);
    }

    private void Insert(TextKey key, int code)
    {
        var slot = First(key.Hash);
        while (_slots[slot] != 0)
            slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = (code >= 0 ? (uint)code + 1 : LastPlace - (uint)~code) | (key.Hash & ~LastPlace);
    }

    private int First(uint hash) => (int)hash & (_slots.Length - 1);
}
