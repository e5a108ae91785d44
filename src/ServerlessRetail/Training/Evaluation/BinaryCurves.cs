using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>What can be drawn of the probabilities of two classes.</summary>
internal static class BinaryCurves
{
    private const int MostPoints = 100;
    private const int HistogramBins = 20;
    private const int Deciles = 10;

    /// <param name="ranking">Of the test rows by probability.</param>
    /// <param name="negative">The label's text for the other class.</param>
    /// <param name="positive">The label's text for the positive class.</param>
    public static EvaluationCurves Create(ScoreRanking ranking, string negative, string positive) => new()
    {
        Roc = Roc(ranking),
        PrecisionRecall = PrecisionRecall(ranking),
        Reliability = Reliability(ranking),
        Scores = Histogram(ranking, negative, positive),
        LiftGains = Lift(ranking),
    };

    /// <summary>Bins of equal mass, see <see cref="EqualMassBins"/>; by probability, ascending.</summary>
    public static IReadOnlyList<ReliabilityBin> Reliability(ScoreRanking ranking)
    {
        var bins = new List<ReliabilityBin>();
        var start = 0;
        foreach (var end in new EqualMassBins(ranking.Scores).Ends)
        {
            var (sum, hits) = (0.0, 0);
            for (var rank = start; rank < end; rank++)
            {
                sum += ranking.Scores[rank];
                hits += ranking.Positive[rank] ? 1 : 0;
            }
            bins.Add(new ReliabilityBin(sum / (end - start), (double)hits / (end - start), end - start));
            start = end;
        }
        bins.Reverse();
        return bins;
    }

    private static List<RocPoint> Roc(ScoreRanking ranking)
    {
        var negatives = ranking.Scores.Length - ranking.Positives;
        if (ranking.Positives == 0 || negatives == 0)
            return [];
        return
        [
            new RocPoint(0, 0, null),
            .. Points(ranking).Select(point => new RocPoint(
                (double)(point.Taken - point.Found) / negatives, (double)point.Found / ranking.Positives, ranking.Scores[point.Taken - 1])),
        ];
    }

    private static List<PrecisionRecallPoint> PrecisionRecall(ScoreRanking ranking) => ranking.Positives == 0
        ? []
        : [.. Points(ranking).Select(point => new PrecisionRecallPoint(
            (double)point.Found / ranking.Positives, (double)point.Found / point.Taken, ranking.Scores[point.Taken - 1]))];

    /// <summary>
    /// Where the score changes, thinned to points that are as far apart along the curve (in found and not found rows), the
    /// last one always among them.
    /// </summary>
    private static IEnumerable<(int Taken, int Found)> Points(ScoreRanking ranking)
    {
        var (found, next) = (0, 0.0);
        var negatives = ranking.Scores.Length - ranking.Positives;
        for (var taken = 1; taken <= ranking.Scores.Length; taken++)
        {
            found += ranking.Positive[taken - 1] ? 1 : 0;
            var way = ((double)found / Math.Max(ranking.Positives, 1)) + ((double)(taken - found) / Math.Max(negatives, 1));
            if (!ranking.EndsTie[taken - 1] || (way < next && taken < ranking.Scores.Length))
                continue;
            yield return (taken, found);
            next = way + (2.0 / MostPoints);
        }
    }

    private static ScoreHistogram Histogram(ScoreRanking ranking, string negative, string positive)
    {
        var counts = new[] { new int[HistogramBins], new int[HistogramBins] };
        for (var rank = 0; rank < ranking.Scores.Length; rank++)
        {
            if (!double.IsNaN(ranking.Scores[rank]))
                counts[ranking.Positive[rank] ? 1 : 0][Math.Clamp((int)(ranking.Scores[rank] * HistogramBins), 0, HistogramBins - 1)]++;
        }
        return new ScoreHistogram(
            [.. Enumerable.Range(0, HistogramBins + 1).Select(edge => (double)edge / HistogramBins)],
            [new ClassCounts(negative, counts[0]), new ClassCounts(positive, counts[1])]);
    }

    private static List<LiftDecile> Lift(ScoreRanking ranking)
    {
        var (rows, positives) = (ranking.Scores.Length, ranking.Positives);
        var deciles = new List<LiftDecile>(Deciles);
        if (positives == 0)
            return deciles;
        var (start, before) = (0, 0.0);
        for (var decile = 1; decile <= Deciles; decile++)
        {
            var end = (int)((long)rows * decile / Deciles);
            if (end == start)
                continue;
            var found = ranking.PositivesAmong(end);
            var (share, gain) = ((double)end / rows, found / positives);
            deciles.Add(new LiftDecile(
                decile, end - start, found - before, (found - before) / (end - start) * rows / positives, share, gain, gain / share));
            (start, before) = (end, found);
        }
        return deciles;
    }
}
