using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>Metrics of predicted numbers against the truth.</summary>
public static class RegressionEvaluation
{
    /// <param name="predictions">In the label's unit.</param>
    /// <param name="labels">The truth.</param>
    public static Dictionary<string, double> Evaluate(double[] predictions, float[] labels)
    {
        var mean = labels.Average(label => (double)label);
        double squares = 0, absolutes = 0, variance = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var error = predictions[row] - labels[row];
            squares += error * error;
            absolutes += Math.Abs(error);
            variance += (labels[row] - mean) * (labels[row] - mean);
        }
        return new Dictionary<string, double>
        {
            [MetricNames.Rmse] = Math.Sqrt(squares / labels.Length),
            [MetricNames.Mae] = absolutes / labels.Length,
            [MetricNames.RSquared] = variance > 0 ? 1 - (squares / variance) : 0,
        };
    }
}
