using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>Learns where numbers are cut into steps: at their quantiles, or at each value where there are few.</summary>
internal static class NumberEdges
{
    /// <summary>Quantiles of more rows than this are those of a sample.</summary>
    private const int MostRows = 20_000;

    /// <summary>A step should have some rows to be learned from.</summary>
    private const int RowsPerBin = 20;

    /// <param name="bins">Most steps of a slot.</param>
    public static PiecewiseLinearEncoding Learn(TrainingSet rows, int bins)
    {
        bins = Math.Min(bins, rows.RowCount / RowsPerBin);
        var stride = (rows.RowCount + MostRows - 1) / MostRows;
        var values = new float[(rows.RowCount + stride - 1) / stride];
        var edges = new float[rows.Width][];
        for (var slot = 0; slot < edges.Length; slot++)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = rows.Vectors[i * stride][slot];
            edges[slot] = bins == 0 || !HasMoreThanTwo(values) ? [] : Cut(values, bins);
        }
        return new PiecewiseLinearEncoding(edges);
    }

    /// <summary>Slots of categories and flags have two values; most slots are seen through after a few rows.</summary>
    private static bool HasMoreThanTwo(float[] values)
    {
        var (first, second) = (values[0], values[0]);
        foreach (var value in values)
        {
            if (second == first)
                second = value;
            else if (value != first && value != second)
                return true;
        }
        return false;
    }

    private static float[] Cut(float[] values, int bins)
    {
        Array.Sort(values);
        var distinct = values.Distinct().ToArray();
        if (distinct.Length <= bins + 1)
            return distinct;
        return [.. Enumerable.Range(0, bins + 1).Select(edge => values[(int)((long)edge * (values.Length - 1) / bins)]).Distinct()];
    }
}
