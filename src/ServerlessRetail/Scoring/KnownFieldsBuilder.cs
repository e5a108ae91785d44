using System.Numerics;
using System.Text;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>Makes the <see cref="KnownFields"/> of a model.</summary>
/// <param name="parser">Says what texts and numbers are.</param>
internal sealed class KnownFieldsBuilder(FittedModel model, CellParser parser)
{
    private const byte Quote = (byte)'"';

    /// <summary>Columns with more known texts are looked up elsewhere.</summary>
    private const int MostTexts = 64;

    /// <summary>Of a character, with quotes.</summary>
    private const int ShortestText = 3;

    private readonly List<KnownFields.KnownText> _texts = [];
    private readonly List<byte> _bytes = [];
    private readonly List<float> _digits = [];

    /// <summary>Columns of yes and no all know the same.</summary>
    private readonly Dictionary<string, (int Start, int Mask)> _tables = new(StringComparer.Ordinal);

    private readonly float[] _cell = new float[1];

    public KnownFields Build()
    {
        var columns = new KnownFields.Column[model.Recipe.Columns.Count];
        for (var position = 0; position < columns.Length; position++)
            columns[position] = ColumnOf(position, model.Recipe.Columns[position]);
        return new KnownFields(columns, [.. _texts], [.. _bytes], [.. _digits]);
    }

    private KnownFields.Column ColumnOf(int position, FeatureColumn feature)
    {
        var name = feature.Name == model.Description.Id ? [] : Quoted(feature.Name);
        var column = new KnownFields.Column { NameStart = _bytes.Count, NameLength = name.Length, Cell = model.Recipe.CellsOf(position).Start.Value };
        _bytes.AddRange(name);

        var known = feature.CellWidth == 1 ? KnownOf(position, feature) : [];
        var key = string.Join('\n', known.ConvertAll(text => $"{Encoding.UTF8.GetString(text.Bytes)}{text.Cell}"));
        if (!_tables.TryGetValue(key, out var table))
            _tables[key] = table = (_texts.Count, AddTable(known));
        (column.TableStart, column.TableMask) = table;

        if (feature is NumericFeature number && parser.TakesPlainNumbers(position))
            (column.Minimum, column.Maximum) = (number.Minimum, number.Maximum);
        column.DigitsStart = feature is NumericFeature || feature.CellWidth != 1 ? -1 : AddDigits(position);
        return column;
    }

    private List<(byte[] Bytes, float Cell)> KnownOf(int position, FeatureColumn feature)
    {
        var known = new List<(byte[], float)>();
        var texts = feature.KnownTexts.Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count > MostTexts)
            return known;
        foreach (var text in texts)
        {
            if (Quoted(text) is { Length: >= ShortestText } quoted && parser.ReadText(position, Encoding.UTF8.GetBytes(text), _cell) == CellState.Present)
                known.Add((quoted, _cell[0]));
        }
        return known;
    }

    /// <returns>The mask of places in the table, which begins where the texts ended.</returns>
    private int AddTable(List<(byte[] Bytes, float Cell)> known)
    {
        // At most half full, so that a text is nearly always in its own place and a search ends.
        var (start, mask) = (_texts.Count, (int)BitOperations.RoundUpToPowerOf2((uint)((2 * known.Count) + 1)) - 1);
        _texts.AddRange(new KnownFields.KnownText[mask + 1]);
        foreach (var (text, cell) in known)
        {
            var word = KnownFields.FirstWord(text, 0);
            var place = KnownFields.HashOf(word) & mask;
            while (_texts[start + place].Length > 0)
                place = (place + 1) & mask;
            _texts[start + place] = new KnownFields.KnownText { Word = word, Mask = MaskOf(text.Length), Length = text.Length, RestStart = _bytes.Count, Cell = cell };
            _bytes.AddRange(text.Skip(KnownFields.WordBytes));
        }
        return mask;
    }

    private int AddDigits(int position)
    {
        var start = _digits.Count;
        for (byte digit = 0; digit < 10; digit++)
        {
            var state = parser.ReadNumber(position, [(byte)('0' + digit)], _cell);
            _digits.Add(state == CellState.Present ? _cell[0] : float.NaN);
        }
        return start;
    }

    /// <summary>The text as JSON writes it without an escape; empty where it needs one.</summary>
    private static byte[] Quoted(string text)
    {
        byte[] quoted = [Quote, .. Encoding.UTF8.GetBytes(text), Quote];
        return JsonText.EndOfText(quoted, 0) == quoted.Length ? quoted : [];
    }

    private static ulong MaskOf(int length) => length >= KnownFields.WordBytes ? ulong.MaxValue : (1UL << (8 * length)) - 1;
}
