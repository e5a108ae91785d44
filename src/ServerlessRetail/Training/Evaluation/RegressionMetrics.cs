using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Metrics of predicted numbers against the truth.</summary>
internal sealed class RegressionMetrics : MetricSet
{
    private static readonly string[] AllNames =
    [
        MetricNames.Rmse, MetricNames.Mae, MetricNames.RSquared, MetricNames.Wape, MetricNames.Spearman, MetricNames.MedianAe,
    ];

    private readonly float[] _labels;
    private readonly double[] _errors;
    private readonly TiedRanks _labelRanks;
    private readonly TiedRanks _predictionRanks;
    private readonly int[] _byError;

    /// <param name="predictions">In the label's unit.</param>
    /// <param name="labels">The truth.</param>
    public RegressionMetrics(double[] predictions, float[] labels)
    {
        _labels = labels;
        _errors = new double[labels.Length];
        for (var row = 0; row < labels.Length; row++)
            _errors[row] = predictions[row] - labels[row];
        _labelRanks = new TiedRanks(Array.ConvertAll(labels, label => (double)label));
        _predictionRanks = new TiedRanks(predictions);
        _byError = [.. Enumerable.Range(0, labels.Length)];
        Array.Sort(Array.ConvertAll(_errors, Math.Abs), _byError);
    }

    public override IReadOnlyList<string> Names => AllNames;

    public override int RowCount => _labels.Length;

    /// <inheritdoc/>
    /// <param name="counts">In the order of the rows.</param>
    public override bool Measure(ReadOnlySpan<int> counts, Span<double> values)
    {
        double rows = 0, sum = 0, squares = 0, absolutes = 0, amounts = 0;
        for (var row = 0; row < _labels.Length; row++)
        {
            var count = counts.IsEmpty ? 1 : counts[row];
            rows += count;
            sum += count * (double)_labels[row];
            squares += count * _errors[row] * _errors[row];
            absolutes += count * Math.Abs(_errors[row]);
            amounts += count * Math.Abs((double)_labels[row]);
        }

        var (mean, variance) = (sum / rows, 0.0);
        for (var row = 0; row < _labels.Length; row++)
        {
            var distance = _labels[row] - mean;
            variance += (counts.IsEmpty ? 1 : counts[row]) * distance * distance;
        }

        values[0] = Math.Sqrt(squares / rows);
        values[1] = absolutes / rows;
        values[2] = variance > 0 ? 1 - (squares / variance) : double.IsNaN(squares) ? double.NaN : 0;
        values[3] = absolutes == 0 ? 0 : absolutes / amounts;
        values[4] = TiedRanks.Correlation(_labelRanks, _predictionRanks, counts);
        values[5] = MedianError(counts, rows);
        return variance > 0;
    }

    private double MedianError(ReadOnlySpan<int> counts, double rows)
    {
        double before = 0;
        var lower = double.NaN;
        foreach (var row in _byError)
        {
            before += counts.IsEmpty ? 1 : counts[row];
            if (double.IsNaN(lower) && before >= rows / 2)
                lower = Math.Abs(_errors[row]);
            if (before > rows / 2)
                return (lower + Math.Abs(_errors[row])) / 2;
        }
        return lower;
    }
}
