namespace ServerlessRetail.Training.Evaluation;

/// <summary>Rows of two classes from the highest score to the lowest, and what can be told of their order alone.</summary>
internal sealed class ScoreRanking
{
    private readonly bool[] _positive;
    private readonly bool[] _endsTie;

    /// <param name="scores">Any numbers.</param>
    /// <param name="isPositive">Whether a row is of the positive class.</param>
    public ScoreRanking(double[] scores, Func<int, bool> isPositive)
    {
        Order = new int[scores.Length];
        Scores = (double[])scores.Clone();
        for (var row = 0; row < Order.Length; row++)
            Order[row] = row;
        Array.Sort(Scores, Order);
        Array.Reverse(Scores);
        Array.Reverse(Order);
        _positive = Array.ConvertAll(Order, row => isPositive(row));
        _endsTie = new bool[Order.Length];
        for (var rank = 0; rank < Order.Length; rank++)
            _endsTie[rank] = rank + 1 == Order.Length || Scores[rank] != Scores[rank + 1];
        Positives = _positive.Count(positive => positive);
    }

    /// <summary>The row of each rank.</summary>
    public int[] Order { get; }

    /// <summary>The score of each rank, descending.</summary>
    public double[] Scores { get; }

    public int Positives { get; }

    public ReadOnlySpan<bool> Positive => _positive;

    /// <summary>Whether the next rank has another score.</summary>
    public ReadOnlySpan<bool> EndsTie => _endsTie;

    /// <param name="counts">How often each rank counts; empty: each once.</param>
    public RankingQuality Measure(ReadOnlySpan<int> counts = default)
    {
        long found = 0, taken = 0, foundBefore = 0, takenBefore = 0;
        double pairs = 0, precision = 0;
        for (var rank = 0; rank < _positive.Length; rank++)
        {
            var count = counts.IsEmpty ? 1 : counts[rank];
            taken += count;
            if (_positive[rank])
                found += count;
            if (!_endsTie[rank] || taken == takenBefore)
                continue;
            var (positives, negatives) = (found - foundBefore, taken - takenBefore - (found - foundBefore));
            pairs += negatives * (foundBefore + (positives / 2.0));
            precision += positives * ((double)found / taken);
            (foundBefore, takenBefore) = (found, taken);
        }

        var others = taken - found;
        return new RankingQuality(
            HasBothClasses: found > 0 && others > 0,
            Auc: found > 0 && others > 0 ? pairs / ((double)found * others) : 0.5,
            AveragePrecision: found > 0 ? precision / found : 0);
    }

    /// <summary>
    /// Positives among the first rows. Of rows with the same score that are not all among them, each counts its share.
    /// </summary>
    /// <param name="rows">From 0 to all that count; need not be whole.</param>
    /// <param name="counts">How often each rank counts; empty: each once.</param>
    public double PositivesAmong(double rows, ReadOnlySpan<int> counts = default)
    {
        long found = 0, taken = 0, foundBefore = 0, takenBefore = 0;
        for (var rank = 0; rank < _positive.Length; rank++)
        {
            var count = counts.IsEmpty ? 1 : counts[rank];
            taken += count;
            if (_positive[rank])
                found += count;
            if (!_endsTie[rank])
                continue;
            if (taken >= rows)
                return taken == takenBefore ? found : foundBefore + ((rows - takenBefore) / (taken - takenBefore) * (found - foundBefore));
            (foundBefore, takenBefore) = (found, taken);
        }
        return found;
    }
}

/// <param name="HasBothClasses">Whether there are rows of both classes.</param>
/// <param name="Auc">
/// Area under the ROC curve: the probability that a positive row ranks above a negative one, ties counting half (Hanley and
/// McNeil, 1982). 0.5 where one class is missing.
/// </param>
/// <param name="AveragePrecision">
/// Area under the precision-recall curve as the mean over the positive rows of the precision at their score, without
/// interpolation between points (Davis and Goadrich, 2006). 0 without positive rows.
/// </param>
internal readonly record struct RankingQuality(bool HasBothClasses, double Auc, double AveragePrecision);
