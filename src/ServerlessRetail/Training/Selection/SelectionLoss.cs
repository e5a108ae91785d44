using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Selection;

/// <summary>What candidates are compared by, on rows that they have not seen. Lower is better.</summary>
/// <param name="Task">What is learned.</param>
/// <param name="LabelScale">What a regression's raw scores are.</param>
internal sealed record SelectionLoss(ModelTask Task, LabelScale LabelScale)
{
    /// <summary>Its name among <see cref="MetricNames"/>.</summary>
    public string Metric => Task == ModelTask.Regression ? MetricNames.Rmse : MetricNames.LogLoss;

    /// <summary>Log loss in nats of probabilities, or the root mean squared error in the label's unit.</summary>
    /// <param name="scores">Raw scores, row by row.</param>
    /// <param name="labels">One a row.</param>
    public double Of(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels)
    {
        var outputs = scores.Length / labels.Length;
        return Task switch
        {
            ModelTask.Binary => BinaryLogLoss(scores, labels),
            ModelTask.Multiclass => SoftmaxLogLoss(scores, labels, outputs),
            _ => RootMeanSquaredError(scores, labels),
        };
    }

    /// <summary>What is added to a log-scale score so that predictions sum to the labels: a ratio estimate of the retransformation bias.</summary>
    public static double LogOffset(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels)
    {
        double predicted = 0, actual = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            predicted += Math.Exp(scores[row]);
            actual += labels[row] + 1.0;
        }
        return predicted > 0 && double.IsFinite(predicted) ? Math.Log(actual / predicted) : 0;
    }

    private static double BinaryLogLoss(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels)
    {
        double sum = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            // log(1 + e^-z) without overflow.
            var margin = labels[row] > 0.5f ? scores[row] : -scores[row];
            sum += margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
        }
        return sum / labels.Length;
    }

    private static double SoftmaxLogLoss(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels, int outputs)
    {
        double sum = 0;
        Span<double> probabilities = stackalloc double[outputs];
        for (var row = 0; row < labels.Length; row++)
        {
            Softmax.Of(scores.Slice(row * outputs, outputs), probabilities);
            sum -= Math.Log(Math.Max(probabilities[(int)labels[row]], 1e-15));
        }
        return sum / labels.Length;
    }

    private double RootMeanSquaredError(ReadOnlySpan<double> scores, ReadOnlySpan<float> labels)
    {
        var isLog = LabelScale == LabelScale.Log;
        var offset = isLog ? LogOffset(scores, labels) : 0;
        double sum = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var prediction = isLog ? Math.Max(0, Math.Exp(scores[row] + offset) - 1) : scores[row];
            sum += (prediction - labels[row]) * (prediction - labels[row]);
        }
        return Math.Sqrt(sum / labels.Length);
    }
}
