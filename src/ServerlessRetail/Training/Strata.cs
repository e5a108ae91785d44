using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training;

/// <summary>What has to have the same share on both sides of a split: the classes, or tenths of a number.</summary>
internal static class Strata
{
    private const int Quantiles = 10;

    /// <param name="labels">One a row.</param>
    /// <returns>One a row.</returns>
    public static int[] Of(ModelTask task, IReadOnlyList<float> labels) => task == ModelTask.Regression ? QuantilesOf(labels) : [.. labels.Select(label => (int)label)];

    /// <summary>Some of many rows, with the share of each stratum that it has among all.</summary>
    /// <param name="strata">One a row.</param>
    /// <param name="count">How many to take, at most as many as there are.</param>
    /// <returns>Positions of the rows, ascending.</returns>
    public static int[] Sample(IReadOnlyList<int> strata, int count, int seed)
    {
        var random = new Random(seed);
        var dealt = new List<int>(strata.Count);
        foreach (var stratum in RowUnits.Of(strata.Count, groups: null).ByStratum(strata))
        {
            random.Shuffle(stratum);
            dealt.AddRange(stratum);
        }

        // Evenly spread over the strata, one after the other.
        var taken = new int[count];
        for (var i = 0; i < count; i++)
            taken[i] = dealt[(int)((long)i * dealt.Count / count)];
        Array.Sort(taken);
        return taken;
    }

    private static int[] QuantilesOf(IReadOnlyList<float> labels)
    {
        var order = Enumerable.Range(0, labels.Count).OrderBy(i => labels[i]).ThenBy(i => i).ToArray();
        var strata = new int[labels.Count];
        for (var rank = 0; rank < order.Length; rank++)
            strata[order[rank]] = (int)((long)rank * Quantiles / order.Length);
        return strata;
    }
}
