namespace ServerlessRetail.Training.Calibration;

/// <summary>The rising step function that is nearest to the labels in squares.</summary>
internal static class IsotonicRegression
{
    /// <summary>
    /// Pools neighbours that are in the wrong order until none are (pool adjacent violators; Ayer et al., 1955). Rows with
    /// the same score are one from the start.
    /// </summary>
    /// <param name="scores">Any numbers.</param>
    /// <param name="labels">What is to be met.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    /// <returns>Blocks by score, ascending, with means that rise from each to the next.</returns>
    public static IReadOnlyList<IsotonicBlock> Fit(double[] scores, float[] labels, float[]? weights = null)
    {
        var sorted = (double[])scores.Clone();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);

        var blocks = new List<IsotonicBlock>();
        for (var rank = 0; rank < sorted.Length;)
        {
            var tied = new IsotonicBlock(sorted[rank], sorted[rank], 0, 0, 0);
            for (; rank < sorted.Length && sorted[rank] == tied.High; rank++)
            {
                var weight = (double)(weights?[order[rank]] ?? 1);
                tied = tied.With(new IsotonicBlock(sorted[rank], sorted[rank], weight, weight * sorted[rank], weight * labels[order[rank]]));
            }

            while (blocks.Count > 0 && blocks[^1].Mean >= tied.Mean)
            {
                tied = blocks[^1].With(tied);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(tied);
        }
        return blocks;
    }
}

/// <summary>Rows that get one value.</summary>
/// <param name="Low">Lowest score.</param>
/// <param name="High">Highest score.</param>
/// <param name="Weight">Of its rows together.</param>
/// <param name="ScoreSum">Weighted.</param>
/// <param name="LabelSum">Weighted.</param>
internal readonly record struct IsotonicBlock(double Low, double High, double Weight, double ScoreSum, double LabelSum)
{
    /// <summary>The block's value.</summary>
    public double Mean => LabelSum / Weight;

    /// <summary>The mean score.</summary>
    public double Center => Math.Clamp(ScoreSum / Weight, Low, High);

    /// <summary>This block and the next one as one.</summary>
    public IsotonicBlock With(IsotonicBlock next) =>
        new(Low, next.High, Weight + next.Weight, ScoreSum + next.ScoreSum, LabelSum + next.LabelSum);
}
