using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Tests.Reports;

/// <summary>Probabilities and truths from a seed, with the curves that they give.</summary>
internal sealed class DrawnScores
{
    private readonly (double Probability, bool Positive)[] _rows;
    private readonly int _positives;

    private DrawnScores((double Probability, bool Positive)[] rows)
    {
        _rows = [.. rows.OrderByDescending(row => row.Probability)];
        _positives = rows.Count(row => row.Positive);
    }

    private int Negatives => _rows.Length - _positives;

    /// <summary>Probabilities that are true: a row is positive with its own.</summary>
    public static DrawnScores Create(int rows, double positiveRate, int seed)
    {
        var random = new Random(seed);
        var offset = Math.Log(positiveRate / (1 - positiveRate)) - 0.8;
        return new DrawnScores([.. Enumerable.Range(0, rows).Select(_ =>
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var probability = 1 / (1 + Math.Exp(-(offset + (1.9 * normal))));
            return (probability, random.NextDouble() < probability);
        })]);
    }

    public ThresholdDecisions Decide(double threshold, bool chosen)
    {
        var tp = _rows.Count(row => row.Positive && row.Probability >= threshold);
        var fp = _rows.Count(row => !row.Positive && row.Probability >= threshold);
        var (precision, recall) = ((double)tp / Math.Max(1, tp + fp), (double)tp / _positives);
        return new ThresholdDecisions(
            threshold, (double)(tp + fp) / _rows.Length, precision, recall, tp == 0 ? 0 : 2 * precision * recall / (precision + recall),
            (double)(fp + (4 * (_positives - tp))) / _rows.Length, tp, fp, Negatives - fp, _positives - tp, chosen);
    }

    public RocPoint[] Roc() =>
    [
        new(0, 0, null),
        .. Steps().Select(step => new RocPoint((double)step.Fp / Negatives, (double)step.Tp / _positives, step.Threshold)),
    ];

    public PrecisionRecallPoint[] PrecisionRecall() =>
        [.. Steps().Select(step => new PrecisionRecallPoint((double)step.Tp / _positives, (double)step.Tp / (step.Tp + step.Fp), step.Threshold))];

    public ReliabilityBin[] Reliability() =>
        [.. _rows.Reverse().Chunk(_rows.Length / 10).Select(bin => new ReliabilityBin(bin.Average(row => row.Probability), bin.Average(row => row.Positive ? 1.0 : 0), bin.Length))];

    public ScoreHistogram Histogram(string negative, string positive)
    {
        var edges = Enumerable.Range(0, 21).Select(edge => edge / 20.0).ToArray();
        return new ScoreHistogram(edges, [new ClassCounts(negative, Count(false)), new ClassCounts(positive, Count(true))]);

        int[] Count(bool of) => [.. Enumerable.Range(0, 20).Select(bin => _rows.Count(row => row.Positive == of && Math.Min(19, (int)(row.Probability * 20)) == bin))];
    }

    public LiftDecile[] LiftGains()
    {
        var rate = (double)_positives / _rows.Length;
        return [.. Enumerable.Range(1, 10).Select(decile =>
        {
            var (start, end) = ((decile - 1) * _rows.Length / 10, decile * _rows.Length / 10);
            var (here, before) = (_rows[start..end].Count(row => row.Positive), _rows[..end].Count(row => row.Positive));
            var (share, gain) = ((double)end / _rows.Length, (double)before / _positives);
            return new LiftDecile(decile, end - start, here, here / (double)(end - start) / rate, share, gain, gain / share);
        })];
    }

    private IEnumerable<(int Tp, int Fp, double Threshold)> Steps()
    {
        for (var end = 10; end <= _rows.Length + 9; end += 10)
        {
            var taken = _rows[..Math.Min(end, _rows.Length)];
            var tp = taken.Count(row => row.Positive);
            yield return (tp, taken.Length - tp, taken[^1].Probability);
        }
    }
}
