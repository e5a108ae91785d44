namespace ServerlessRetail.Training.Evaluation;

/// <summary>Some of many rows, for what would take too long on all of them.</summary>
internal static class RowSample
{
    /// <summary>All rows, or this many of them, evenly spread.</summary>
    public static int[] Spread(int rows, int most)
    {
        var count = Math.Min(rows, most);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows / count))];
    }
}
