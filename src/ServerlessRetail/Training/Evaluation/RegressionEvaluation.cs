namespace ServerlessRetail.Training.Evaluation;

/// <summary>Metrics of predicted numbers against the truth.</summary>
public static class RegressionEvaluation
{
    /// <param name="predictions">In the label's unit.</param>
    /// <param name="labels">The truth.</param>
    public static Dictionary<string, double> Evaluate(double[] predictions, float[] labels) =>
        new RegressionMetrics(predictions, labels).Measure();
}
