using System.Globalization;

namespace ServerlessRetail.Datasets.Guards;

/// <summary>
/// Ids that order the label: they were given out after the outcome, or two files were put together. Nothing is learned
/// from an id, but other columns (dates of entry, account numbers) will have gone the same way. A file that is merely
/// sorted by its label does no harm and is told.
/// </summary>
internal sealed class OrderedId : IGuard
{
    /// <summary>AUC of the order, or one minus it. Public customer files stay under 0.61.</summary>
    internal const double MinAuc = TargetLeakage.MinAuc;

    /// <summary>Rank correlation, up or down. A diamond price list, half sorted, has 0.40.</summary>
    internal const double MinCorrelation = TargetLeakage.MinAuc;

    public IEnumerable<GuardFinding> Inspect(GuardedData data)
    {
        if (data.IsClassification ? data.Classes.Count == 0 : data.Labels.Length < GuardedData.MinRarer)
            yield break;
        var seen = false;
        foreach (var schema in data.Schema.Columns.Where(column => column.Type == ColumnType.Identifier))
        {
            if (Judge(Order(data.Dataset.FindColumn(schema.Name)!, data.Rows), data) is not { } evidence)
                continue;
            seen = true;
            yield return new GuardFinding(
                GuardNames.OrderedId, schema.Name, $"The column {schema.Name}, an identifier, orders {data.Schema.Label.Name}: {evidence}.",
                "Look whether ids were given out after the outcome, or the file was put together from one file a class; take columns out that followed.",
                Blocks: true);
        }

        if (!seen && Judge(Array.ConvertAll(data.Rows, row => (double)row), data) is { } sorted)
        {
            yield return new GuardFinding(
                GuardNames.OrderedId, null, $"The rows are in the order of {data.Schema.Label.Name}: {sorted}.",
                "Nothing, if the file was sorted; nothing is learned from the order of rows.", Blocks: false);
        }
    }

    private static string? Judge(double[] order, GuardedData data)
    {
        if (!data.IsClassification)
        {
            var correlation = RankStatistics.Spearman(order, Array.ConvertAll(data.Labels, label => (double)label));
            return Math.Abs(correlation) >= MinCorrelation ? Guard.Invariant($"rank correlation {correlation:0.000}") : null;
        }

        foreach (var label in data.Classes)
        {
            var auc = RankStatistics.Auc(order, label.Labels);
            if (Math.Max(auc, 1 - auc) >= MinAuc)
                return Guard.Invariant($"AUC {auc:0.000} from its order alone") + (label.Rest is null ? $" for {label.Class}" : "");
        }

        return null;
    }

    /// <summary>Ids as numbers: their own, else the digits at their end, else their place in the alphabet.</summary>
    private static double[] Order(Column column, int[] rows)
    {
        if (column is not CodedColumn coded || 2 * column.NumberCount > column.PresentCount)
            return Array.ConvertAll(rows, row => column.GetNumber(row) is var number && float.IsNaN(number) ? -1d : number);
        var texts = Array.ConvertAll(rows, row => coded.GetCode(row) is >= 0 and var code ? coded.GetValue(code) : "");
        var digits = Array.ConvertAll(texts, DigitsAtEnd);
        if (2 * digits.Count(number => number >= 0) > digits.Length)
            return digits;
        var places = texts.Distinct().Order(StringComparer.Ordinal).Select((text, place) => (text, place)).ToDictionary(pair => pair.text, pair => (double)pair.place, StringComparer.Ordinal);
        return Array.ConvertAll(texts, text => places[text]);
    }

    private static double DigitsAtEnd(string text)
    {
        var start = text.Length;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
            start--;
        return start < text.Length && double.TryParse(text.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
