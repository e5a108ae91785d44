namespace ServerlessRetail.Training.Selection;

/// <summary>Rows to learn from and rows to judge by, as positions among the training rows; both ascending, nothing in common.</summary>
internal sealed record Fold(int[] Train, int[] Validation);

/// <summary>Splits training rows for cross-validation. Test rows have no part in it.</summary>
internal static class Folds
{
    /// <summary>
    /// Stratified folds: each judges its share of every stratum. Rows of one group are judged by the same fold; the group
    /// counts for the stratum of its first row.
    /// </summary>
    /// <param name="strata">One a row.</param>
    /// <param name="groups">One a row; null: every row by itself.</param>
    /// <param name="count">2 or more.</param>
    public static IReadOnlyList<Fold> Stratified(IReadOnlyList<int> strata, IReadOnlyList<int>? groups, int count, int seed)
    {
        var random = new Random(seed);
        var foldOf = new int[strata.Count];
        var sizes = new int[count];
        foreach (var stratum in Units(strata, groups).GroupBy(unit => strata[unit[0]]).OrderBy(stratum => stratum.Key))
        {
            var shuffled = stratum.ToArray();
            random.Shuffle(shuffled);
            var inStratum = new int[count];
            foreach (var unit in shuffled)
            {
                // The fold that has least of the stratum; of several the smallest.
                var fold = Enumerable.Range(0, count).MinBy(candidate => (inStratum[candidate], sizes[candidate], candidate));
                inStratum[fold] += unit.Length;
                sizes[fold] += unit.Length;
                foreach (var row in unit)
                    foldOf[row] = fold;
            }
        }
        var rows = Enumerable.Range(0, strata.Count).ToArray();
        return [.. Enumerable.Range(0, count).Select(fold => new Fold([.. rows.Where(row => foldOf[row] != fold)], [.. rows.Where(row => foldOf[row] == fold)]))];
    }

    /// <summary>Forward chaining: each fold learns from what came before the rows that it judges. The earliest rows are never judged.</summary>
    /// <param name="times">One a row, in any unit; NaN counts as earliest.</param>
    /// <param name="count">1 or more.</param>
    public static IReadOnlyList<Fold> Chained(IReadOnlyList<double> times, int count)
    {
        var order = Enumerable.Range(0, times.Count).OrderBy(row => double.IsNaN(times[row]) ? double.MinValue : times[row]).ThenBy(row => row).ToArray();
        return [.. Enumerable.Range(1, count).Select(block => new Fold(
            [.. order[..BlockStart(block)].Order()], [.. order[BlockStart(block)..BlockStart(block + 1)].Order()]))];

        int BlockStart(int block) => (int)((long)order.Length * block / (count + 1));
    }

    /// <summary>One stratified hold-out of a sample, for files so large that a sample tells candidates apart.</summary>
    /// <param name="trainRows">Most rows to learn from.</param>
    /// <param name="validationRows">Most rows to judge by.</param>
    public static Fold HoldOut(IReadOnlyList<int> strata, IReadOnlyList<int>? groups, int trainRows, int validationRows, int seed)
    {
        var parts = Math.Max(2, (int)Math.Min(int.MaxValue, strata.Count / (long)Math.Max(1, validationRows)));
        var first = Stratified(strata, groups, parts, seed)[0];
        if (first.Train.Length <= trainRows)
            return first;
        var sampled = first.Train.ToArray();
        new Random(seed).Shuffle(sampled);
        return first with { Train = [.. sampled[..trainRows].Order()] };
    }

    /// <summary>What is dealt out: groups in the order of their first rows.</summary>
    private static IEnumerable<int[]> Units(IReadOnlyList<int> strata, IReadOnlyList<int>? groups)
    {
        var rows = Enumerable.Range(0, strata.Count);
        return groups is null ? rows.Select(row => new[] { row }) : rows.GroupBy(row => groups[row]).Select(group => group.ToArray());
    }
}
