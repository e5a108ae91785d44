using System.Buffers.Text;
using System.Text;
using ServerlessRetail.Datasets;
using ServerlessRetail.Features;
using ServerlessRetail.Models;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Reads the value of a field, from whatever form customers are sent in, into its column's cells: the one place that says
/// what counts as missing, wrong or unlike training. Allocates nothing; safe for many threads.
/// </summary>
internal sealed class CellParser(FittedModel model)
{
    private readonly FeatureColumn[] _columns = [.. model.Recipe.Columns];
    private readonly CellText _words = model.Recipe.CellText;

    /// <summary>Columns of which no text that they know counts as missing.</summary>
    private readonly bool[] _areKnownPresent = [.. model.Recipe.Columns.Select(column => IsKnownPresent(column, model.Recipe.CellText))];

    /// <summary>Whether a JSON number within the range of training is present, whichever it is.</summary>
    /// <param name="column">Position in the recipe.</param>
    public bool TakesPlainNumbers(int column) => _columns[column] is NumericFeature { MissingNumbers: null } && !_words.HasOwnWords;

    /// <summary>Reads a text: a JSON string or a cell of a table.</summary>
    /// <param name="column">Position in the recipe.</param>
    /// <param name="utf8">UTF-8 without escapes and quotes, trimmed or not.</param>
    /// <param name="cells">The column's cells only; NaN where the value is missing or of a wrong type.</param>
    public CellState ReadText(int column, ReadOnlySpan<byte> utf8, Span<float> cells)
    {
        var feature = _columns[column];
        if (_areKnownPresent[column] && feature.TryReadKnown(utf8, cells))
            return CellState.Present;
        cells.Fill(float.NaN);
        if (feature.IsMissing(utf8))
            return CellState.StandsForMissing;
        return _words.IsMissing(utf8) ? CellState.Missing : Judge(feature, feature.TryReadUtf8(utf8, cells), cells);
    }

    /// <summary>Reads a JSON number.</summary>
    /// <param name="column">Position in the recipe.</param>
    /// <param name="utf8">The number as it is written.</param>
    /// <param name="cells">As of <see cref="ReadText"/>.</param>
    public CellState ReadNumber(int column, ReadOnlySpan<byte> utf8, Span<float> cells)
    {
        var feature = _columns[column];
        cells.Fill(float.NaN);
        if (feature.MissingNumbers is not null && feature.IsMissing(Parse(utf8)))
            return CellState.StandsForMissing;

        // A word for "missing" of the model's own, such as -1, counts without quotes too.
        if (_words.HasOwnWords && _words.IsMissing(utf8))
            return CellState.Missing;
        return Judge(feature, feature is NumericFeature ? feature.TryReadNumber(Parse(utf8), cells) : feature.TryReadUtf8(utf8, cells), cells);
    }

    /// <summary>Reads true or false.</summary>
    /// <param name="column">Position in the recipe.</param>
    /// <param name="value">The value.</param>
    /// <param name="cells">As of <see cref="ReadText"/>.</param>
    public CellState ReadBoolean(int column, bool value, Span<float> cells)
    {
        cells.Fill(float.NaN);
        return Judge(_columns[column], _columns[column].TryReadBoolean(value, cells), cells);
    }

    private static bool IsKnownPresent(FeatureColumn column, CellText words) => column.MissingNumbers is null && column switch
    {
        CategoricalFeature category => !category.Categories.Any(text => words.IsMissing(Encoding.UTF8.GetBytes(text))),
        _ => !words.HasOwnWords,
    };

    /// <summary>JSON has numbers of any size: one too large for a float is infinite.</summary>
    private static float Parse(ReadOnlySpan<byte> utf8) =>
        FloatParser.TryParseShort(utf8, (byte)'.', out var number) || Utf8Parser.TryParse(utf8, out number, out _) ? number : float.NaN;

    private static CellState Judge(FeatureColumn feature, bool isRead, Span<float> cells)
    {
        if (isRead)
            return CellWarning.StateOf(feature, cells);
        cells.Fill(float.NaN);
        return CellState.WrongType;
    }
}
