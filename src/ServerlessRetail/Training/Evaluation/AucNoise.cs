namespace ServerlessRetail.Training.Evaluation;

/// <summary>How far an area under the ROC curve is off by chance.</summary>
internal static class AucNoise
{
    /// <summary>
    /// Standard error of an AUC (Hanley and McNeil, 1982, eq. 2, for scores spread exponentially).
    /// </summary>
    /// <param name="auc">0 to 1.</param>
    /// <param name="positives">Rows, 1 or more.</param>
    /// <param name="negatives">Rows, 1 or more.</param>
    public static double StandardError(double auc, int positives, int negatives)
    {
        var twoPositives = auc / (2 - auc);
        var twoNegatives = 2 * auc * auc / (1 + auc);
        var variance = (auc * (1 - auc)) + ((positives - 1) * (twoPositives - (auc * auc))) + ((negatives - 1) * (twoNegatives - (auc * auc)));
        return Math.Sqrt(variance / ((double)positives * negatives));
    }
}
