namespace ServerlessRetail.Training;

/// <summary>Which rows a model learns from and which it is judged by. Both ascending, nothing in common.</summary>
public sealed record Split(IReadOnlyList<int> Train, IReadOnlyList<int> Test)
{
    /// <summary>Share of the rows that is held out.</summary>
    public const double TestShare = 0.2;

    /// <summary>
    /// Holds out <see cref="TestShare"/> of each stratum, so that a rare class has the same share on both sides. Rows of
    /// one group go to the same side; the group counts for the stratum of its first row.
    /// </summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="strata">One stratum a row of <paramref name="rows"/>: the class, or a quantile of the label.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="groups">One group a row of <paramref name="rows"/>; null: every row by itself.</param>
    public static Split Stratified(IReadOnlyList<int> rows, IReadOnlyList<int> strata, int seed, IReadOnlyList<int>? groups = null)
    {
        var random = new Random(seed);
        var train = new List<int>(rows.Count);
        var test = new List<int>((int)(rows.Count * TestShare) + 8);
        var units = RowUnits.Of(rows.Count, groups);
        foreach (var stratum in units.ByStratum(strata))
        {
            random.Shuffle(stratum);
            var target = Math.Round(stratum.Sum(unit => units[unit].Length) * TestShare, MidpointRounding.AwayFromZero);
            var held = 0;
            foreach (var unit in stratum)
            {
                // A group is held out if that comes closer to the target than leaving it.
                var isHeld = held + (units[unit].Length / 2.0) <= target;
                foreach (var row in units[unit])
                    (isHeld ? test : train).Add(rows[row]);
                held += isHeld ? units[unit].Length : 0;
            }
        }
        train.Sort();
        test.Sort();
        return new Split(train, test);
    }

    /// <summary>Holds out the latest <see cref="TestShare"/> of the rows.</summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="times">One a row of the dataset, in any unit; NaN counts as earliest.</param>
    public static Split ByTime(IReadOnlyList<int> rows, IReadOnlyList<double> times)
    {
        var order = rows.OrderBy(row => double.IsNaN(times[row]) ? double.MinValue : times[row]).ThenBy(row => row).ToList();
        var first = order.Count - (int)Math.Round(order.Count * TestShare, MidpointRounding.AwayFromZero);
        return new Split([.. order.Take(first).Order()], [.. order.Skip(first).Order()]);
    }
}
