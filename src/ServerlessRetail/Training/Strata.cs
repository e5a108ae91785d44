using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training;

/// <summary>What has to have the same share on both sides of a split: the classes, or tenths of a number.</summary>
internal static class Strata
{
    private const int Quantiles = 10;

    /// <param name="labels">One a row.</param>
    /// <returns>One a row.</returns>
    public static int[] Of(ModelTask task, IReadOnlyList<float> labels) => task == ModelTask.Regression ? QuantilesOf(labels) : [.. labels.Select(label => (int)label)];

    private static int[] QuantilesOf(IReadOnlyList<float> labels)
    {
        var order = Enumerable.Range(0, labels.Count).OrderBy(i => labels[i]).ThenBy(i => i).ToArray();
        var strata = new int[labels.Count];
        for (var rank = 0; rank < order.Length; rank++)
            strata[order[rank]] = (int)((long)rank * Quantiles / order.Length);
        return strata;
    }
}
