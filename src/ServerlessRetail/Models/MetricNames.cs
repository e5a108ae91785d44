namespace ServerlessRetail.Models;

/// <summary>Keys of the metrics in reports and responses.</summary>
public static class MetricNames
{
    /// <summary>Area under the ROC curve, 0 to 1; 0.5 is chance.</summary>
    public const string Auc = "auc";

    /// <summary>Mean negative log likelihood in nats; 0 is best.</summary>
    public const string LogLoss = "logLoss";

    /// <summary>Share of right decisions, 0 to 1.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Harmonic mean of precision and recall, 0 to 1.</summary>
    public const string F1 = "f1";

    /// <summary>Share of the positive decisions that are right, 0 to 1.</summary>
    public const string Precision = "precision";

    /// <summary>Share of the positive rows that are decided positive, 0 to 1.</summary>
    public const string Recall = "recall";

    /// <summary>Area under the precision-recall curve as average precision, 0 to 1; the share of positives is chance.</summary>
    public const string PrAuc = "prAuc";

    /// <summary>Mean squared distance of probability and truth, 0 to 1 (to 2 for several classes, summed over them); 0 is best.</summary>
    public const string Brier = "brier";

    /// <summary>
    /// Expected calibration error in ten bins of equal mass, 0 to 1; 0 is best. Of several classes the probability of the
    /// decided one is judged. Chance alone makes it about 0.01 with 10,000 rows and 0.03 with 1,000.
    /// </summary>
    public const string Ece = "ece";

    /// <summary>Mean of the shares of right decisions in each of the two classes, 0 to 1; 0.5 is chance.</summary>
    public const string BalancedAccuracy = "balancedAccuracy";

    /// <summary>Share of positives among the tenth with the highest probabilities over that of all rows; 1 is chance.</summary>
    public const string Lift10 = "lift10";

    /// <summary>Mean over several classes of each one's F1, 0 to 1.</summary>
    public const string MacroF1 = "macroF1";

    /// <summary>Mean over several classes of each one's precision, 0 to 1.</summary>
    public const string MacroPrecision = "macroPrecision";

    /// <summary>Mean over several classes of each one's recall, 0 to 1.</summary>
    public const string MacroRecall = "macroRecall";

    /// <summary>Mean over several classes of each one's AUC against the rest, 0 to 1; 0.5 is chance.</summary>
    public const string MacroAuc = "macroAuc";

    /// <summary>Root mean squared error, in the label's unit.</summary>
    public const string Rmse = "rmse";

    /// <summary>Mean absolute error, in the label's unit.</summary>
    public const string Mae = "mae";

    /// <summary>Share of the variance explained; 1 is best, 0 is the mean, below 0 is worse than the mean.</summary>
    public const string RSquared = "r2";

    /// <summary>Sum of the absolute errors over the sum of the labels' amounts; 0 is best.</summary>
    public const string Wape = "wape";

    /// <summary>Spearman's rank correlation of prediction and truth, -1 to 1; 0 where either is constant.</summary>
    public const string Spearman = "spearman";

    /// <summary>Median absolute error, in the label's unit.</summary>
    public const string MedianAe = "medianAe";
}
