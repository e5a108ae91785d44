using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>How a model does on groups of customers, and where it clearly does worse than on all of them.</summary>
internal static class SliceReports
{
    /// <summary>Of fewer rows nothing can be told.</summary>
    public const int MinRows = 30;

    private const int MostSlices = 40;

    /// <param name="columns">What the rows are cut by.</param>
    /// <param name="importance">Columns by importance: the more important ones come first among those that are not sensitive.</param>
    /// <param name="judge">What is measured on some rows.</param>
    /// <returns>Sensitive columns first, the slices of a column in the order of its values.</returns>
    public static IReadOnlyList<SliceReport> Create(
        IReadOnlyList<SliceColumn> columns, IReadOnlyList<ColumnImportance> importance, SliceJudge judge)
    {
        var order = importance.Select((column, at) => (column.Column, at)).ToDictionary(pair => pair.Column, pair => pair.at, StringComparer.Ordinal);
        var slices = new List<SliceReport>();
        foreach (var column in columns.OrderBy(column => column.Sensitive ? 0 : 1).ThenBy(column => order.GetValueOrDefault(column.Name, int.MaxValue)))
        {
            var rowsOf = Enumerable.Range(0, column.SliceOfRow.Count).ToLookup(row => column.SliceOfRow[row]);
            for (var value = 0; value < column.Values.Count && slices.Count < MostSlices; value++)
            {
                var rows = rowsOf[value].ToArray();
                if (rows.Length < MinRows || rows.Length == column.SliceOfRow.Count)
                    continue;
                var (metrics, note) = judge.Judge(rows, column.Sensitive);
                slices.Add(new SliceReport(column.Name, column.Values[value], rows.Length, column.Sensitive, metrics) { Worse = note is not null, Note = note });
            }
        }
        return slices;
    }
}

/// <summary>Measures a model on some of the test rows and compares with all of them.</summary>
internal abstract class SliceJudge
{
    /// <summary>
    /// Standard errors from which a difference counts: up to 40 slices are looked at, and chance alone should flag one of them
    /// in about one report of twenty.
    /// </summary>
    protected const double ClearlyApart = 3;

    /// <returns>The metrics, and in what the rows are clearly worse off; null where they are not.</returns>
    public abstract (IReadOnlyDictionary<string, double> Metrics, string? Note) Judge(int[] rows, bool sensitive);

    protected static T[] Pick<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);
}
