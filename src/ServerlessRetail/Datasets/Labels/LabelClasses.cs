namespace ServerlessRetail.Datasets;

/// <summary>The distinct values of a label. Texts that differ only by case are one class, in its most frequent spelling.</summary>
internal sealed class LabelClasses
{
    private LabelClasses(IReadOnlyList<(string Text, int Count)> items) => Items = items;

    /// <summary>Each class with its rows, in the order of the column's codes.</summary>
    public IReadOnlyList<(string Text, int Count)> Items { get; }

    public int Count => Items.Count;

    public static LabelClasses Of(CodedColumn column)
    {
        var counts = column.CountCodes();
        var present = Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).Select(code => (Text: column.GetValue(code), Count: counts[code]));
        return new LabelClasses([.. present
            .GroupBy(item => item.Text, StringComparer.OrdinalIgnoreCase)
            .Select(spellings => (MostFrequent(spellings), spellings.Sum(spelling => spelling.Count)))]);
    }

    /// <summary>Ties go by text, not by row.</summary>
    private static string MostFrequent(IEnumerable<(string Text, int Count)> spellings) =>
        spellings.OrderByDescending(spelling => spelling.Count).ThenBy(spelling => spelling.Text, StringComparer.Ordinal).First().Text;
}
