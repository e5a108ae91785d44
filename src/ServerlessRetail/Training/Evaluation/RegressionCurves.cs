using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Training.Evaluation;

/// <summary>What can be drawn of predicted numbers.</summary>
internal static class RegressionCurves
{
    private const int Deciles = 10;
    private const int HistogramBins = 30;

    /// <summary>The histogram spans the residuals but for this share on each side.</summary>
    private const double OutermostShare = 0.01;

    /// <param name="predictions">In the label's unit.</param>
    public static EvaluationCurves Create(double[] predictions, float[] labels)
    {
        if (!Array.TrueForAll(predictions, double.IsFinite))
            return new EvaluationCurves();
        return new EvaluationCurves { PredictedActual = PredictedActual(predictions, labels), Residuals = Residuals(predictions, labels) };
    }

    private static List<PredictionDecile> PredictedActual(double[] predictions, float[] labels)
    {
        var order = Enumerable.Range(0, labels.Length).OrderBy(row => predictions[row]).ToArray();
        var deciles = new List<PredictionDecile>(Deciles);
        for (var decile = 1; decile <= Deciles; decile++)
        {
            var rows = order[((int)((long)order.Length * (decile - 1) / Deciles))..(int)((long)order.Length * decile / Deciles)];
            if (rows.Length == 0)
                continue;
            var actual = rows.Select(row => (double)labels[row]).Order().ToArray();
            deciles.Add(new PredictionDecile(
                decile, rows.Length, rows.Average(row => predictions[row]), actual.Average(), Quantile(actual, 0.1), Quantile(actual, 0.9)));
        }
        return deciles;
    }

    private static Histogram Residuals(double[] predictions, float[] labels)
    {
        var residuals = labels.Select((label, row) => label - predictions[row]).Order().ToArray();
        var (low, high) = (Quantile(residuals, OutermostShare), Quantile(residuals, 1 - OutermostShare));
        if (!(high > low))
            return new Histogram([low, low], [residuals.Length]);

        var counts = new int[HistogramBins];
        foreach (var residual in residuals)
            counts[(int)Math.Clamp((residual - low) / (high - low) * HistogramBins, 0, HistogramBins - 1)]++;
        return new Histogram([.. Enumerable.Range(0, HistogramBins + 1).Select(edge => low + ((high - low) * edge / HistogramBins))], counts);
    }

    /// <summary>Nearest rank.</summary>
    private static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
