using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>A column by whose values customers are told apart, to see how a model does on each of them.</summary>
/// <param name="Name">The column.</param>
/// <param name="Sensitive">Whether nobody should be judged by it.</param>
/// <param name="Values">What the slices have in common; null: the value is missing.</param>
/// <param name="SliceOfRow">Position in the values, one a row; -1: in none of them.</param>
public sealed record SliceColumn(string Name, bool Sensitive, IReadOnlyList<string?> Values, IReadOnlyList<int> SliceOfRow)
{
    /// <summary>Columns with more values than this are not cut by value.</summary>
    private const int MostValues = 12;

    private const int Bands = 5;

    /// <summary>
    /// The columns that are worth it: those with few values, and the sensitive ones, numbers among them in bands of as many rows
    /// each. None whose values say who somebody is.
    /// </summary>
    /// <param name="rows">The dataset's rows, in the order of the test rows.</param>
    public static IReadOnlyList<SliceColumn> From(Dataset dataset, DatasetSchema schema, IReadOnlyList<int> rows)
    {
        var columns = new List<SliceColumn>();
        foreach (var column in schema.Columns)
        {
            var isUsed = column.Role == ColumnRole.Feature || (column.Sensitive && column.Role == ColumnRole.Excluded);
            var isCut = column.Type is ColumnType.Numeric or ColumnType.Categorical or ColumnType.Boolean && column.PersonalData is null;
            if (isUsed && isCut && dataset.FindColumn(column.Name) is { } data && Cut(data, column, rows) is { } cut)
                columns.Add(cut);
        }
        return columns;
    }

    private static SliceColumn? Cut(Column data, ColumnSchema column, IReadOnlyList<int> rows)
    {
        var cells = data is CodedColumn coded
            ? rows.Select(row => coded.GetCode(row) is >= 0 and var code ? coded.GetValue(code) : null)
            : rows.Select(row => data.IsMissing(row) ? null : Text(data.GetNumber(row)));
        if (!column.Sensitive && cells.Select(text => text ?? "").Distinct(StringComparer.Ordinal).Skip(MostValues).Any())
            return null;
        var texts = cells.ToArray();
        var frequent = texts.GroupBy(text => text ?? "", StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key)
            .ToArray();
        if (frequent.Length < 2)
            return null;
        return frequent.Length > MostValues && column.Type == ColumnType.Numeric
            ? CutIntoBands(column, [.. rows.Select(data.GetNumber)])
            : CutByValue(column, texts, frequent[..Math.Min(frequent.Length, MostValues)]);
    }

    private static SliceColumn CutByValue(ColumnSchema column, string?[] texts, string[] values)
    {
        var positions = values.Select((value, i) => (value, i)).ToDictionary(pair => pair.value, pair => pair.i, StringComparer.Ordinal);
        return new SliceColumn(
            column.Name, column.Sensitive,
            [.. values.Select(value => value.Length == 0 ? null : value)],
            Array.ConvertAll(texts, text => positions.GetValueOrDefault(text ?? "", -1)));
    }

    private static SliceColumn? CutIntoBands(ColumnSchema column, float[] numbers)
    {
        var sorted = Array.FindAll(numbers, float.IsFinite);
        if (sorted.Length == 0)
            return null;
        Array.Sort(sorted);
        var edges = Enumerable.Range(1, Bands - 1).Select(band => sorted[sorted.Length * band / Bands]).Distinct().ToArray();
        var values = edges.Select((edge, band) => band == 0 ? $"below {Text(edge)}" : $"{Text(edges[band - 1])} to below {Text(edge)}").ToList<string?>();
        values.AddRange([$"{Text(edges[^1])} and more", null]);
        return new SliceColumn(
            column.Name, column.Sensitive, values,
            Array.ConvertAll(numbers, number => float.IsFinite(number) ? edges.Count(edge => number >= edge) : values.Count - 1));
    }

    private static string Text(float number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
