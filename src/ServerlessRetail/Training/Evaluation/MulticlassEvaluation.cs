namespace ServerlessRetail.Training.Evaluation;

/// <summary>Metrics of probabilities of three classes or more against the truth.</summary>
public static class MulticlassEvaluation
{
    /// <param name="probabilities">Rows × classes, each row summing to 1.</param>
    /// <param name="labels">The index of each row's class, from 0.</param>
    public static Dictionary<string, double> Evaluate(double[][] probabilities, float[] labels) =>
        new MulticlassMetrics(probabilities, labels).Measure();

    /// <summary>Mean negative log likelihood, in nats; probabilities are kept 1e-15 away from 0.</summary>
    public static double LogLoss(double[][] probabilities, float[] labels)
    {
        double sum = 0;
        for (var row = 0; row < labels.Length; row++)
            sum += BinaryEvaluation.LogLoss(probabilities[row][(int)labels[row]]);
        return sum / labels.Length;
    }

    /// <summary>The most probable class; of several the first.</summary>
    public static int Decide(double[] probabilities)
    {
        var best = 0;
        for (var of = 1; of < probabilities.Length; of++)
        {
            if (probabilities[of] > probabilities[best])
                best = of;
        }
        return best;
    }
}
