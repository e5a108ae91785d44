using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The names of a model's columns and the values that it knows, as JSON writes them: what nearly all of a customer is.
/// Everything lies close together, in the order in which it is asked for, since reading a customer waits for memory more
/// than it reckons. What is not found here is not wrong, but to be looked at by others. Safe for many threads.
/// </summary>
internal sealed class KnownFields
{
    private const byte Quote = (byte)'"';

    /// <summary>Columns with more known texts are looked up elsewhere.</summary>
    private const int MostTexts = 64;

    /// <summary>Of a character, with quotes.</summary>
    private const int ShortestText = 3;

    private const int WordBytes = sizeof(ulong);

    private readonly Column[] _columns;
    private readonly KnownText[] _texts;

    /// <summary>Names, and what of texts goes beyond a word; quotes included.</summary>
    private readonly byte[] _bytes;

    /// <summary>Cells of the numbers 0 to 9, for each column that is none of numbers; NaN where the column has no use for one.</summary>
    private readonly float[] _digits;

    /// <param name="cells">Says what texts are.</param>
    public KnownFields(FittedModel model, CellParser cells)
    {
        var (texts, bytes, digits) = (new List<KnownText>(), new List<byte>(), new List<float>());
        var cell = new float[1];
        var tables = new Dictionary<string, (int Start, int Mask)>(StringComparer.Ordinal);
        _columns = [.. model.Recipe.Columns.Select((feature, position) => ColumnOf(position, feature))];
        (_texts, _bytes, _digits) = ([.. texts], [.. bytes], [.. digits]);

        Column ColumnOf(int position, FeatureColumn feature)
        {
            var name = feature.Name == model.Description.Id ? [] : Quoted(feature.Name);
            var known = KnownOf(position, feature);
            var column = new Column { NameStart = bytes.Count, NameLength = name.Length, Cell = model.Recipe.CellsOf(position).Start.Value };
            bytes.AddRange(name);

            // Columns of yes and no all know the same.
            var key = string.Join('\n', known.Select(text => $"{Encoding.UTF8.GetString(text.Bytes)}{text.Cell}"));
            if (!tables.TryGetValue(key, out var table))
                tables[key] = table = (texts.Count, AddTable(known));
            (column.TableStart, column.TableMask) = table;
            if (feature is NumericFeature number && cells.TakesPlainNumbers(position))
                (column.Minimum, column.Maximum) = (number.Minimum, number.Maximum);
            column.DigitsStart = feature is NumericFeature || feature.CellWidth != 1 ? -1 : AddDigits(position);
            return column;
        }

        int AddDigits(int position)
        {
            var start = digits.Count;
            for (byte digit = 0; digit < 10; digit++)
            {
                var state = cells.ReadNumber(position, [(byte)('0' + digit)], cell);
                digits.Add(state == CellState.Present ? cell[0] : float.NaN);
            }
            return start;
        }

        List<(byte[] Bytes, float Cell)> KnownOf(int position, FeatureColumn feature)
        {
            var known = new List<(byte[], float)>();
            var all = feature.KnownTexts.Distinct(StringComparer.Ordinal).ToList();
            if (feature.CellWidth != 1 || all.Count > MostTexts)
                return known;
            foreach (var text in all)
            {
                if (Quoted(text) is { Length: >= ShortestText } quoted && cells.ReadText(position, Encoding.UTF8.GetBytes(text), cell) == CellState.Present)
                    known.Add((quoted, cell[0]));
            }
            return known;
        }

        int AddTable(List<(byte[] Bytes, float Cell)> known)
        {
            // At most half full, so that a text is nearly always in its own place and a search ends.
            var (start, mask) = (texts.Count, (int)BitOperations.RoundUpToPowerOf2((uint)((2 * known.Count) + 1)) - 1);
            texts.AddRange(new KnownText[mask + 1]);
            foreach (var (text, cell) in known)
            {
                var word = FirstWord(text, 0);
                var place = HashOf(word) & mask;
                while (texts[start + place].Length > 0)
                    place = (place + 1) & mask;
                texts[start + place] = new KnownText { Word = word & MaskOf(text.Length), Mask = MaskOf(text.Length), Length = text.Length, RestStart = bytes.Count, Cell = cell };
                bytes.AddRange(text.Skip(WordBytes));
            }
            return mask;
        }
    }

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
    /// <param name="value">A number as JSON has it.</param>
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

    /// <summary>The text as JSON writes it without an escape; empty where it needs one.</summary>
    private static byte[] Quoted(string text) =>
        text.Any(character => character is '"' or '\\' || char.IsControl(character)) || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) != text
            ? []
            : [Quote, .. Encoding.UTF8.GetBytes(text), Quote];

    /// <summary>Up to eight bytes, the first of them lowest; zeros beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FirstWord(ReadOnlySpan<byte> json, int at)
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
    private static int HashOf(ulong word) => (int)((((uint)word & 0xFF_FFFF) * 0x9E37_79B1) >> 20);

    private static ulong MaskOf(int length) => length >= WordBytes ? ulong.MaxValue : (1UL << (8 * length)) - 1;

    private struct Column
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

    private struct KnownText
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
