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
        var foldOf = Deal(strata, groups, count, seed);
        return [.. Enumerable.Range(0, count).Select(fold => FoldOf(foldOf, fold))];
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
        var first = FoldOf(Deal(strata, groups, parts, seed), 0);
        if (first.Train.Length <= trainRows)
            return first;
        var sampled = first.Train.ToArray();
        new Random(seed).Shuffle(sampled);
        return first with { Train = [.. sampled[..trainRows].Order()] };
    }

    /// <returns>The fold that judges each row.</returns>
    private static int[] Deal(IReadOnlyList<int> strata, IReadOnlyList<int>? groups, int count, int seed)
    {
        var random = new Random(seed);
        var foldOf = new int[strata.Count];
        var sizes = new int[count];
        var units = RowUnits.Of(strata.Count, groups);
        foreach (var stratum in units.ByStratum(strata))
        {
            random.Shuffle(stratum);
            var inStratum = new int[count];
            foreach (var unit in stratum)
            {
                var fold = Emptiest(inStratum, sizes);
                inStratum[fold] += units[unit].Length;
                sizes[fold] += units[unit].Length;
                foreach (var row in units[unit])
                    foldOf[row] = fold;
            }
        }
        return foldOf;
    }

    /// <summary>The fold that has least of the stratum; of several the smallest.</summary>
    private static int Emptiest(int[] inStratum, int[] sizes)
    {
        var emptiest = 0;
        for (var fold = 1; fold < sizes.Length; fold++)
        {
            if (inStratum[fold] < inStratum[emptiest] || (inStratum[fold] == inStratum[emptiest] && sizes[fold] < sizes[emptiest]))
                emptiest = fold;
        }
        return emptiest;
    }

    private static Fold FoldOf(int[] foldOf, int fold)
    {
        var (train, validation) = (new List<int>(foldOf.Length), new List<int>());
        for (var row = 0; row < foldOf.Length; row++)
            (foldOf[row] == fold ? validation : train).Add(row);
        return new Fold([.. train], [.. validation]);
    }
}
