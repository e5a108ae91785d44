using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The names of a model's columns and the values that it knows, as JSON writes them: what nearly all of a customer is.
/// Everything lies close together, in the order in which it is asked for, since reading a customer waits for memory more
/// than it reckons. What is not found here is not wrong, but to be looked at by others. Safe for many threads.
/// </summary>
internal sealed class KnownFields
{
    internal const int WordBytes = sizeof(ulong);

    private readonly Column[] _columns;
    private readonly KnownText[] _texts;

    /// <summary>Names, and what of texts goes beyond a word; quotes included.</summary>
    private readonly byte[] _bytes;

    /// <summary>Cells of the numbers 0 to 9, for each column that is none of numbers; NaN where the column has no use for one.</summary>
    private readonly float[] _digits;

    internal KnownFields(Column[] columns, KnownText[] texts, byte[] bytes, float[] digits) =>
        (_columns, _texts, _bytes, _digits) = (columns, texts, bytes, digits);

    /// <param name="at">Where a name begins, with its quote.</param>
    /// <param name="column">The column that it may be; any number.</param>
    /// <returns>The place after the name if it is the column's, else <see cref="JsonText.None"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int EndOfName(ReadOnlySpan<byte> json, int at, int column)
    {
        if ((uint)column >= (uint)_columns.Length)
            return JsonText.None;
        ref readonly var expected = ref _columns[column];
        return expected.NameLength > 0 && json[at..].StartsWith(_bytes.AsSpan(expected.NameStart, expected.NameLength)) ? at + expected.NameLength : JsonText.None;
    }

    /// <param name="at">Where a text begins, with its quote.</param>
    /// <param name="cells">The model's cells; the column's is written if the text is known.</param>
    /// <returns>The place after the text if the column knows it, else <see cref="JsonText.None"/>.</returns>
    public int EndOfKnown(ReadOnlySpan<byte> json, int at, int column, Span<float> cells)
    {
        ref readonly var of = ref _columns[column];
        var word = FirstWord(json, at);
        for (var place = HashOf(word) & of.TableMask; ; place = (place + 1) & of.TableMask)
        {
            ref readonly var text = ref _texts[of.TableStart + place];
            if (text.Length == 0)
                return JsonText.None;
            if ((word & text.Mask) == text.Word && (text.Length <= WordBytes || IsRest(json, at, text)))
            {
                cells[of.Cell] = text.Cell;
                return at + text.Length;
            }
        }
    }

    /// <summary>Takes a number that the column saw the like of in training.</summary>
    /// <param name="value">A number, true, false or null as JSON has them; only numbers are taken.</param>
    /// <param name="cells">The model's cells; the column's is written if the number is taken.</param>
    public bool TryTakeNumber(ReadOnlySpan<byte> value, int column, Span<float> cells)
    {
        ref readonly var of = ref _columns[column];
        float number;
        if (of.DigitsStart >= 0)
        {
            number = value.Length == 1 ? _digits[of.DigitsStart + value[0] - '0'] : float.NaN;
            if (float.IsNaN(number))
                return false;
        }
        else if (!FloatParser.TryParseShort(value, (byte)'.', out number) || !(number >= of.Minimum && number <= of.Maximum))
        {
            return false;
        }
        cells[of.Cell] = number;
        return true;
    }

    private bool IsRest(ReadOnlySpan<byte> json, int at, in KnownText text) =>
        json[(at + WordBytes)..].StartsWith(_bytes.AsSpan(text.RestStart, text.Length - WordBytes));

    /// <summary>Up to eight bytes, the first of them lowest; zeros beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong FirstWord(ReadOnlySpan<byte> json, int at)
    {
        if (at <= json.Length - WordBytes)
            return MemoryMarshal.Read<ulong>(json[at..]);
        var word = 0UL;
        for (var place = json.Length - 1; place >= at; place--)
            word = (word << 8) | json[place];
        return word;
    }

    /// <summary>Of the quote and the two bytes after it, which the shortest text has too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int HashOf(ulong word) => (int)((((uint)word & 0xFF_FFFF) * 0x9E37_79B1) >> 20);

    /// <summary>What is asked of a column.</summary>
    internal struct Column
    {
        public int NameStart;
        public int NameLength;

        /// <summary>Place of the column's first cell.</summary>
        public int Cell;
        public int TableStart;
        public int TableMask;

        /// <summary>Of the numbers that can be taken as they are; NaN where none can.</summary>
        public float Minimum = float.NaN;
        public float Maximum = float.NaN;

        /// <summary>Place of the cell of the number 0, which those of 1 to 9 follow; negative for a column of numbers.</summary>
        public int DigitsStart;

        public Column()
        {
        }
    }

    /// <summary>A place in a column's table of the texts that it knows.</summary>
    internal struct KnownText
    {
        /// <summary>The first eight bytes, the first of them lowest.</summary>
        public ulong Word;
        public ulong Mask;

        /// <summary>In bytes, with quotes; 0: there is no text here.</summary>
        public int Length;
        public int RestStart;
        public float Cell;
    }
}
