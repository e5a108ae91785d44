using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>
/// Metrics of probabilities of three classes or more against the truth. Macro means: every class counts the same, however
/// many rows it has; a class that no row has is left out.
/// </summary>
internal sealed class MulticlassMetrics : MetricSet
{
    private static readonly string[] AllNames =
    [
        MetricNames.LogLoss, MetricNames.Accuracy, MetricNames.MacroF1, MetricNames.MacroPrecision, MetricNames.MacroRecall,
        MetricNames.MacroAuc, MetricNames.Brier, MetricNames.Ece,
    ];

    private readonly int _classes;
    private readonly int[] _truth;
    private readonly int[] _decided;
    private readonly double[] _logLosses;
    private readonly double[] _briers;
    private readonly ScoreRanking[] _rankings;
    private readonly EqualMassBins _bins;

    /// <param name="probabilities">Rows × classes.</param>
    /// <param name="labels">The index of each row's class, from 0.</param>
    public MulticlassMetrics(double[][] probabilities, float[] labels)
    {
        _classes = probabilities[0].Length;
        _truth = Array.ConvertAll(labels, label => (int)label);
        _decided = Array.ConvertAll(probabilities, MulticlassEvaluation.Decide);
        _logLosses = [.. probabilities.Select((row, i) => BinaryEvaluation.LogLoss(row[_truth[i]]))];
        _briers = [.. probabilities.Select((row, i) => row.Select((probability, of) => Square(probability - (of == _truth[i] ? 1 : 0))).Sum())];
        _rankings = [.. Enumerable.Range(0, _classes).Select(of => new ScoreRanking([.. probabilities.Select(row => row[of])], row => _truth[row] == of))];
        Confidence = new ScoreRanking([.. probabilities.Select((row, i) => row[_decided[i]])], row => _decided[row] == _truth[row]);
        _bins = new EqualMassBins(Confidence.Scores);
    }

    public override IReadOnlyList<string> Names => AllNames;

    public override int RowCount => _truth.Length;

    /// <summary>The probability of each row's decided class; positive where it came true.</summary>
    public ScoreRanking Confidence { get; }

    /// <summary>Each row's decision against the truth: true classes × decided ones.</summary>
    public int[][] Table(ReadOnlySpan<int> counts = default)
    {
        var table = new int[_classes][];
        for (var of = 0; of < _classes; of++)
            table[of] = new int[_classes];
        for (var row = 0; row < _truth.Length; row++)
            table[_truth[row]][_decided[row]] += counts.IsEmpty ? 1 : counts[row];
        return table;
    }

    /// <summary>How well one class is told from the others.</summary>
    public (ConfusionMatrix Confusion, double Auc) OfClass(int of)
    {
        var table = Table();
        return (Against(table, of, _truth.Length), _rankings[of].Measure().Auc);
    }

    /// <inheritdoc/>
    /// <param name="counts">In the order of the rows.</param>
    public override bool Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        var table = Table(counts);
        double logLoss = 0, brier = 0;
        var rows = 0;
        for (var row = 0; row < _truth.Length; row++)
        {
            var count = counts.IsEmpty ? 1 : counts[row];
            rows += count;
            logLoss += count * _logLosses[row];
            brier += count * _briers[row];
        }

        var ordered = new int[counts.Length];
        double precisions = 0, recalls = 0, f1s = 0, aucs = 0;
        int present = 0, right = 0;
        for (var of = 0; of < _classes; of++)
        {
            right += table[of][of];
            var ranking = _rankings[of].Measure(InOrder(counts, _rankings[of], ordered));
            if (!ranking.HasBothClasses)
                continue;
            var (precision, recall, f1) = Against(table, of, rows).PrecisionRecall();
            (precisions, recalls, f1s, aucs, present) = (precisions + precision, recalls + recall, f1s + f1, aucs + ranking.Auc, present + 1);
        }

        var divisor = Math.Max(present, 1);
        values[0] = logLoss / rows;
        values[1] = (double)right / rows;
        values[2] = f1s / divisor;
        values[3] = precisions / divisor;
        values[4] = recalls / divisor;
        values[5] = present > 0 ? aucs / present : 0.5;
        values[6] = brier / rows;
        values[7] = _bins.CalibrationError(Confidence.Scores, Confidence.Positive, InOrder(counts, Confidence, ordered));
        return present > 1;
    }

    private static ReadOnlySpan<int> InOrder(ReadOnlySpan<int> counts, ScoreRanking ranking, int[] ordered)
    {
        for (var rank = 0; rank < ordered.Length; rank++)
            ordered[rank] = counts[ranking.Order[rank]];
        return ordered;
    }

    private static ConfusionMatrix Against(int[][] table, int of, int rows)
    {
        var (right, actual, decided) = (table[of][of], table[of].Sum(), table.Sum(row => row[of]));
        return new ConfusionMatrix(right, decided - right, rows - actual - decided + right, actual - right);
    }

    private static double Square(double value) => value * value;
}
