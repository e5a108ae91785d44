using ServerlessRetail.Datasets;

namespace ServerlessRetail.Features;

/// <summary>How often the training rows have each distinct text of a column.</summary>
internal sealed class CategoryCounts
{
    private readonly int[] _counts;

    private CategoryCounts(int[] counts, int missing)
    {
        _counts = counts;
        Missing = missing;
    }

    public int Missing { get; }

    /// <summary>Whether the rows differ at all, missing being a value like any other.</summary>
    public bool Vary => _counts.Count(count => count > 0) + (Missing > 0 ? 1 : 0) > 1 && _counts.Any(count => count > 0);

    public int this[int code] => _counts[code];

    public static CategoryCounts Of(CodedColumn column, IReadOnlyList<int> rows)
    {
        var counts = new int[column.DistinctCount];
        var missing = 0;
        foreach (var row in rows)
        {
            if (column.GetCode(row) is >= 0 and var code)
                counts[code]++;
            else
                missing++;
        }

        return new CategoryCounts(counts, missing);
    }
}
