using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Metrics of probabilities of the positive class against the truth.</summary>
internal sealed class BinaryMetrics : MetricSet
{
    /// <summary>Share of the rows that <see cref="MetricNames.Lift10"/> looks at.</summary>
    private const double LiftShare = 0.1;

    private static readonly string[] AllNames =
    [
        MetricNames.Auc, MetricNames.LogLoss, MetricNames.Accuracy, MetricNames.F1, MetricNames.Precision, MetricNames.Recall,
        MetricNames.PrAuc, MetricNames.Brier, MetricNames.Ece, MetricNames.BalancedAccuracy, MetricNames.Lift10,
    ];

    private readonly EqualMassBins _bins;
    private readonly double[] _logLosses;
    private readonly int _selected;

    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">1 for the positive class, 0 for the other.</param>
    /// <param name="threshold">Probability from which the decision is positive.</param>
    public BinaryMetrics(double[] probabilities, float[] labels, double threshold)
    {
        Ranking = new ScoreRanking(probabilities, row => labels[row] > 0.5f);
        _bins = new EqualMassBins(Ranking.Scores);
        _logLosses = new double[labels.Length];
        for (var rank = 0; rank < _logLosses.Length; rank++)
            _logLosses[rank] = BinaryEvaluation.LogLoss(Ranking.Scores[rank], Ranking.Positive[rank]);
        while (_selected < labels.Length && Ranking.Scores[_selected] >= threshold)
            _selected++;
    }

    public ScoreRanking Ranking { get; }

    public override IReadOnlyList<string> Names => AllNames;

    public override int RowCount => _logLosses.Length;

    /// <inheritdoc/>
    /// <param name="counts">In the order of the ranking.</param>
    public override bool Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        var (confusion, logLoss, brier) = Sum(counts);
        var rows = (double)confusion.TruePositives + confusion.FalsePositives + confusion.TrueNegatives + confusion.FalseNegatives;
        var positives = (double)confusion.TruePositives + confusion.FalseNegatives;
        var (precision, recall, f1) = confusion.PrecisionRecall();
        var specificity = rows > positives ? confusion.TrueNegatives / (rows - positives) : 0;
        var ranking = Ranking.Measure(counts);

        values[0] = ranking.Auc;
        values[1] = logLoss / rows;
        values[2] = (confusion.TruePositives + confusion.TrueNegatives) / rows;
        values[3] = f1;
        values[4] = precision;
        values[5] = recall;
        values[6] = ranking.AveragePrecision;
        values[7] = brier / rows;
        values[8] = _bins.CalibrationError(Ranking.Scores, Ranking.Positive, counts);
        values[9] = positives == 0 ? specificity : positives == rows ? recall : (recall + specificity) / 2;
        values[10] = positives > 0 ? Ranking.PositivesAmong(LiftShare * rows, counts) / (LiftShare * positives) : 1;
        return ranking.HasBothClasses;
    }

    private (ConfusionMatrix Confusion, double LogLoss, double Brier) Sum(ReadOnlySpan<int> counts)
    {
        int truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;
        double logLoss = 0, brier = 0;
        for (var rank = 0; rank < _logLosses.Length; rank++)
        {
            var count = counts.IsEmpty ? 1 : counts[rank];
            var positive = Ranking.Positive[rank];
            if (rank < _selected)
                _ = positive ? truePositives += count : falsePositives += count;
            else
                _ = positive ? falseNegatives += count : trueNegatives += count;
            var distance = Ranking.Scores[rank] - (positive ? 1 : 0);
            logLoss += count * _logLosses[rank];
            brier += count * distance * distance;
        }
        return (new ConfusionMatrix(truePositives, falsePositives, trueNegatives, falseNegatives), logLoss, brier);
    }
}
