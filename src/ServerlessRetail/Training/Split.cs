namespace ServerlessRetail.Training;

/// <summary>Which rows a model learns from and which it is judged by. Both ascending, nothing in common.</summary>
public sealed record Split(IReadOnlyList<int> Train, IReadOnlyList<int> Test)
{
    /// <summary>Share of the rows that is held out.</summary>
    public const double TestShare = 0.2;

    /// <summary>
    /// Holds out <see cref="TestShare"/> of each stratum, so that a rare class has the same share on both sides.
    /// </summary>
    /// <param name="strata">One stratum a row: the class, or a quantile of the label.</param>
    /// <param name="rows">The rows to split.</param>
    public static Split Stratified(IReadOnlyList<int> rows, IReadOnlyList<int> strata, int seed)
    {
        var random = new Random(seed);
        var train = new List<int>(rows.Count);
        var test = new List<int>((int)(rows.Count * TestShare) + 8);
        var groups = Enumerable.Range(0, rows.Count).GroupBy(i => strata[i], i => rows[i]).OrderBy(group => group.Key);
        foreach (var group in groups)
        {
            var shuffled = group.ToArray();
            random.Shuffle(shuffled);
            var held = (int)Math.Round(shuffled.Length * TestShare, MidpointRounding.AwayFromZero);
            test.AddRange(shuffled.AsSpan(0, held));
            train.AddRange(shuffled.AsSpan(held));
        }
        train.Sort();
        test.Sort();
        return new Split(train, test);
    }
}
