namespace ServerlessRetail.Datasets;

/// <summary>Texts of the same beginning and then digits, as <c>C00012345</c>: a whole number of four or eight bytes each.</summary>
internal sealed class NumberedTexts : RowTexts
{
    /// <summary>More digits than this do not fit into eight bytes.</summary>
    internal const int MostDigits = 18;

    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    // 1, 11, 111, …: the number of as many zeros. Texts of one digit come first, then those of two, since zeros at the
    // front are part of a text; before all of them is the missing cell.
    private static readonly ulong[] FirstOf = MakeFirsts();

    private readonly byte[] _head;
    private ChunkedList<uint>? _narrow = new();
    private ChunkedList<ulong>? _wide;

    private NumberedTexts(ReadOnlySpan<byte> head) => _head = head.ToArray();

    public override int Count => _narrow?.Count ?? _wide!.Count;

    public override long MemoryBytes => _narrow?.CountBytes(sizeof(uint)) ?? _wide!.CountBytes(sizeof(ulong));

    /// <returns>Null where the first text is not of the kind.</returns>
    public static NumberedTexts? TryLearn(ValueList values)
    {
        var head = values[0].TrimEnd("0123456789"u8);
        return head.Length < values[0].Length && head.Length + MostDigits <= LongestText ? new NumberedTexts(head) : null;
    }

    public override bool TryAppend(ReadOnlySpan<byte> utf8)
    {
        var digits = utf8.Length - _head.Length;
        if (digits is < 1 or > MostDigits || !utf8.StartsWith(_head))
            return false;
        var number = 0UL;
        foreach (var character in utf8[_head.Length..])
        {
            var digit = (uint)character - '0';
            if (digit > 9)
                return false;
            number = (number * 10) + digit;
        }

        Append(number + FirstOf[digits]);
        return true;
    }

    public override void AppendMissing() => Append(0);

    public override bool IsMissing(int row) => NumberOf(row) == 0;

    public override int CountMissing() => _narrow?.CountOf(0u) ?? _wide!.CountOf(0ul);

    public override bool AreEqual(int left, int right) => NumberOf(left) == NumberOf(right);

    public override uint Hash(int row) => (uint)((NumberOf(row) * Multiplier) >> 32);

    public override int Write(int row, Span<byte> utf8)
    {
        var number = NumberOf(row);
        var digits = 1;
        while (digits < MostDigits && number >= FirstOf[digits + 1])
            digits++;
        number -= FirstOf[digits];
        _head.CopyTo(utf8);
        for (var i = _head.Length + digits - 1; i >= _head.Length; i--)
        {
            (number, var digit) = Math.DivRem(number, 10);
            utf8[i] = (byte)('0' + digit);
        }

        return _head.Length + digits;
    }

    public override bool MayBeNumbers(NumberFormat format) => format.MayBegin(_head);

    private ulong NumberOf(int row) => _narrow is not null ? _narrow[row] : _wide![row];

    private void Append(ulong number)
    {
        if (_narrow is not null && number <= uint.MaxValue)
        {
            _narrow.Add((uint)number);
            return;
        }

        if (_narrow is not null)
        {
            _wide = _narrow.Select(value => (ulong)value);
            _narrow = null;
        }

        _wide!.Add(number);
    }

    private static ulong[] MakeFirsts()
    {
        var firsts = new ulong[MostDigits + 1];
        for (var digits = 1; digits <= MostDigits; digits++)
            firsts[digits] = (firsts[digits - 1] * 10) + 1;
        return firsts;
    }
}
