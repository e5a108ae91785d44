using System.Globalization;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>Makes a dataset of a few columns without a file.</summary>
internal sealed class DatasetBuilder(int rows)
{
    private readonly List<Column> _columns = [];

    /// <summary>A coded column: texts, or numbers of which few are distinct.</summary>
    public DatasetBuilder Texts(string name, Func<int, string?> cell)
    {
        _columns.Add(CodedColumn.FromTexts(name, _columns.Count, Enumerable.Range(0, rows).Select(cell)));
        return this;
    }

    /// <summary>A coded column whose cells go round the given texts.</summary>
    public DatasetBuilder Cycle(string name, params string?[] texts) => Texts(name, row => texts[row % texts.Length]);

    /// <summary>A coded column of number texts.</summary>
    public DatasetBuilder Numbers(string name, Func<int, float> cell) =>
        Texts(name, row => float.IsNaN(cell(row)) ? null : cell(row).ToString(CultureInfo.InvariantCulture));

    /// <summary>A column stored as floats.</summary>
    public DatasetBuilder Floats(string name, Func<int, float> cell)
    {
        _columns.Add(new NumberColumn(name, _columns.Count, [.. Enumerable.Range(0, rows).Select(cell)], unreadableCount: 0));
        return this;
    }

    public Dataset Build() => new(_columns, rows, QuarantinedCount: 0, new DatasetSource(0, new string('0', 64), "utf-8", ',', "none"));
}
