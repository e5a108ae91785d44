namespace ServerlessRetail.Datasets;

/// <summary>
/// Texts of one length in which hexadecimal digits stand between characters that are always the same, as UUIDs, hashes and
/// <c>0151-1234567</c>: half a byte a digit.
/// </summary>
internal sealed class HexTexts : RowTexts
{
    private const int RowBits = 12;
    private const int RowMask = (1 << RowBits) - 1;
    private const int WordBits = 64;
    private const byte NoDigit = 0xFF;

    // No number has more: one before it and one in its exponent.
    private const int MostHyphensOfNumbers = 2;

    // The characters that are always the same, and a digit for each of the others.
    private readonly byte[] _template;
    private readonly int[] _digitAt;
    private readonly int[] _sameAt;
    private readonly byte[] _valueOf = new byte[256];
    private readonly byte[] _digits;
    private readonly int _rowBytes;
    private readonly List<byte[]> _blocks = [];
    private readonly ChunkedList<ulong> _isMissing = new();
    private int _count;
    private int _missing;

    private HexTexts(byte[] template, int[] digitAt, bool isUpper)
    {
        _template = template;
        _digitAt = digitAt;
        _sameAt = [.. Enumerable.Range(0, template.Length).Except(digitAt)];
        _digits = (isUpper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8).ToArray();
        Array.Fill(_valueOf, NoDigit);
        for (var value = 0; value < _digits.Length; value++)
            _valueOf[_digits[value]] = (byte)value;
        _rowBytes = (digitAt.Length + 1) / 2;
    }

    public override int Count => _count;

    public override long MemoryBytes => ((long)_blocks.Count * BlockBytes) + _isMissing.CountBytes(sizeof(ulong));

    /// <returns>Null where the texts are of several lengths or nothing in them changes.</returns>
    public static HexTexts? TryLearn(ValueList values)
    {
        var template = values[0].ToArray();
        if (template.Length > LongestText)
            return null;
        var changes = new bool[template.Length];
        var (hasUpper, hasLower) = (false, false);
        for (var code = 0; code < values.Count; code++)
        {
            var text = values[code];
            if (text.Length != template.Length)
                return null;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == template[i])
                    continue;
                changes[i] = true;
                hasUpper |= char.IsAsciiLetterUpper((char)text[i]) || char.IsAsciiLetterUpper((char)template[i]);
                hasLower |= char.IsAsciiLetterLower((char)text[i]) || char.IsAsciiLetterLower((char)template[i]);
            }
        }

        // What has not changed yet may do so, if it is a digit like the others: versions of UUIDs, times, counters.
        var digitAt = Enumerable.Range(0, template.Length).Where(i => changes[i] || MayChange((char)template[i])).ToArray();
        return digitAt.Length == 0 ? null : new HexTexts(template, digitAt, hasUpper);

        bool MayChange(char character) => char.IsAsciiDigit(character)
            || (hasUpper && char.IsAsciiHexDigitUpper(character)) || (hasLower && char.IsAsciiHexDigitLower(character));
    }

    public override bool TryAppend(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length != _template.Length)
            return false;
        foreach (var i in _sameAt)
        {
            if (utf8[i] != _template[i])
                return false;
        }

        var row = GetRoom();
        var all = 0;
        for (var i = 0; i < _digitAt.Length; i++)
        {
            var value = _valueOf[utf8[_digitAt[i]]];
            all |= value;
            row[i / 2] = (byte)(i % 2 == 0 ? value : row[i / 2] | (value << 4));
        }

        if (all == NoDigit)
            return false;
        Advance(isMissing: false);
        return true;
    }

    public override void AppendMissing()
    {
        GetRoom().Clear();
        Advance(isMissing: true);
    }

    public override bool IsMissing(int row) => (_isMissing[row / WordBits] >> (row % WordBits) & 1) != 0;

    public override int CountMissing() => _missing;

    public override bool AreEqual(int left, int right) => IsMissing(left) == IsMissing(right) && GetRow(left).SequenceEqual(GetRow(right));

    public override uint Hash(int row) => TextKey.Of(_blocks[row >> RowBits], (row & RowMask) * _rowBytes, _rowBytes).Hash;

    public override int Write(int row, Span<byte> utf8)
    {
        var packed = GetRow(row);
        _template.CopyTo(utf8);
        for (var i = 0; i < _digitAt.Length; i++)
            utf8[_digitAt[i]] = _digits[(packed[i / 2] >> (4 * (i % 2))) & 0xF];
        return _template.Length;
    }

    public override bool MayBeNumbers(NumberFormat format) =>
        format.MayBegin(_sameAt is [0, ..] ? _template.AsSpan(0, 1) : [])
        && _sameAt.Count(i => _template[i] == '-') <= MostHyphensOfNumbers;

    private int BlockBytes => (_rowBytes << RowBits) + ValueList.Slack;

    private Span<byte> GetRow(int row) => _blocks[row >> RowBits].AsSpan((row & RowMask) * _rowBytes, _rowBytes);

    private Span<byte> GetRoom()
    {
        if (_count >> RowBits == _blocks.Count)
            _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
        return GetRow(_count);
    }

    private void Advance(bool isMissing)
    {
        if (_count % WordBits == 0)
            _isMissing.Add(0);
        if (isMissing)
            _isMissing[_count / WordBits] |= 1UL << (_count % WordBits);
        _missing += isMissing ? 1 : 0;
        _count++;
    }
}
