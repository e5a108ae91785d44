using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ServerlessRetail.Datasets;

/// <summary>
/// One text a row, all of them the same beginning and then digits, as <c>C00012345</c>: a whole number of four or eight
/// bytes each. Ids are like that, and nearly every row has its own, so that a dictionary would hold as many texts as there
/// are rows.
/// </summary>
internal sealed class NumberedTexts
{
    /// <summary>More digits than this do not fit into eight bytes.</summary>
    internal const int MostDigits = 18;

    /// <summary>Room that the longest text takes, in bytes.</summary>
    internal const int LongestText = LongestHead + MostDigits;

    private const int LongestHead = 64;

    // 1, 11, 111, …: the number of as many zeros. Texts of one digit come first, then those of two, since zeros at the
    // front are part of a text; before all of them is the missing cell.
    private static readonly ulong[] FirstOf = MakeFirsts();

    private readonly byte[] _head;
    private ChunkedList<uint>? _narrow = new();
    private ChunkedList<ulong>? _wide;

    /// <param name="head">What every text begins with.</param>
    private NumberedTexts(ReadOnlySpan<byte> head) => _head = head.ToArray();

    public int Count => _narrow?.Count ?? _wide!.Count;

    public long MemoryBytes => _narrow?.CountBytes(sizeof(uint)) ?? _wide!.CountBytes(sizeof(ulong));

    public ReadOnlySpan<byte> Head => _head;

    /// <summary>A row's text as a number, equal for equal texts; 0 where the cell is missing.</summary>
    public ulong this[int row] => _narrow is not null ? _narrow[row] : _wide![row];

    /// <summary>Takes over a coded column; false where one of its texts does not begin as the others do or does not end with digits.</summary>
    public static bool TryMake(CodeList codes, ValueList values, [NotNullWhen(true)] out NumberedTexts? texts)
    {
        texts = null;
        var head = values.Count == 0 ? default : values[0].TrimEnd("0123456789"u8);
        if (values.Count == 0 || head.Length > LongestHead)
            return false;

        var made = new NumberedTexts(head);
        var numbers = new ulong[values.Count + 1];
        for (var code = 0; code < values.Count; code++)
        {
            if (!made.TryGetNumber(values[code], out numbers[code + 1]))
                return false;
        }

        for (var row = 0; row < codes.Count; row++)
            made.Append(numbers[codes[row] + 1]);
        texts = made;
        return true;
    }

    public bool TryAppend(ReadOnlySpan<byte> utf8)
    {
        if (!TryGetNumber(utf8, out var number))
            return false;
        Append(number);
        return true;
    }

    public void AppendMissing() => Append(0);

    public int CountMissing() => _narrow?.CountOf(0u) ?? _wide!.CountOf(0ul);

    public string GetString(ulong number)
    {
        Span<byte> utf8 = stackalloc byte[LongestText];
        return Encoding.UTF8.GetString(utf8[..Write(number, utf8)]);
    }

    /// <param name="number">Not 0.</param>
    /// <param name="utf8">Room for <see cref="LongestText"/> bytes.</param>
    /// <returns>The text's length in bytes.</returns>
    public int Write(ulong number, Span<byte> utf8)
    {
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

    private bool TryGetNumber(ReadOnlySpan<byte> utf8, out ulong number)
    {
        number = 0;
        var digits = utf8.Length - _head.Length;
        if (digits is < 1 or > MostDigits || !utf8.StartsWith(_head))
            return false;
        foreach (var character in utf8[_head.Length..])
        {
            var digit = (uint)character - '0';
            if (digit > 9)
                return false;
            number = (number * 10) + digit;
        }

        number += FirstOf[digits];
        return true;
    }

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
