using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;

namespace ServerlessRetail.Reports;

/// <summary>A metric for people.</summary>
/// <param name="Meaning">Half a sentence.</param>
/// <param name="HigherIsBetter">Null where neither is.</param>
internal sealed record MetricInfo(string Name, string Meaning, bool? HigherIsBetter, Func<double?, string> Format)
{
    private static readonly Func<double?, string> Percent = share => CardNumbers.Percent(share, 1);

    private static readonly Dictionary<string, MetricInfo> Known = new(StringComparer.Ordinal)
    {
        [MetricNames.Auc] = new("AUC", "how often a customer of the class gets a higher probability than one who is not; 0.5 is chance, 1 is perfect", true, CardNumbers.Metric),
        [MetricNames.PrAuc] = new("Average precision", "precision over all thresholds at once; chance is the share of the class, 1 is perfect", true, CardNumbers.Metric),
        [MetricNames.Lift10] = new("Lift of the first tenth", "times as many hits among the tenth rated highest as among a tenth picked at random", true, CardNumbers.Amount),
        [MetricNames.Accuracy] = new("Accuracy", "share of decisions that are right", true, Percent),
        [MetricNames.BalancedAccuracy] = new("Balanced accuracy", "mean share of right decisions in each class, however rare; 50\u00A0% is chance", true, Percent),
        [MetricNames.Precision] = new("Precision", "of the customers who are picked, the share rightly so", true, Percent),
        [MetricNames.Recall] = new("Recall", "of the customers who should be picked, the share who are", true, Percent),
        [MetricNames.F1] = new("F1", "precision and recall in one number, from 0 to 1", true, CardNumbers.Metric),
        [MetricNames.MacroF1] = new("F1, mean of the classes", "precision and recall in one number, every class counting alike", true, CardNumbers.Metric),
        [MetricNames.MacroPrecision] = new("Precision, mean of the classes", "of the decisions for a class, the share that are right", true, Percent),
        [MetricNames.MacroRecall] = new("Recall, mean of the classes", "of the customers of a class, the share who are told so", true, Percent),
        [MetricNames.MacroAuc] = new("AUC, mean of the classes", "how well a class is told from all others; 0.5 is chance, 1 is perfect", true, CardNumbers.Metric),
        [MetricNames.LogLoss] = new("Log loss", "how surprised the probabilities are by what really happened; 0 is best", false, CardNumbers.Metric),
        [MetricNames.Brier] = new("Brier score", "squared distance of probability and truth; 0 is best", false, CardNumbers.Metric),
        [MetricNames.Ece] = new("Calibration error", "how far a probability is from the share that really happened, on average; 0 is best", false, Percent),
        [MetricNames.RSquared] = new("R²", "share of the differences between customers that is explained; 1 is perfect, 0 is no better than the average", true, CardNumbers.Metric),
        [MetricNames.Mae] = new("Mean absolute error", "how far a prediction is off on average, in the label's unit", false, CardNumbers.Amount),
        [MetricNames.MedianAe] = new("Median absolute error", "half of the predictions are off by less than this, in the label's unit", false, CardNumbers.Amount),
        [MetricNames.Rmse] = new("RMSE", "typical error in which large ones count more, in the label's unit", false, CardNumbers.Amount),
        [MetricNames.Wape] = new("Error in percent of the total", "all errors together over all true values together; 0 is best", false, Percent),
        [MetricNames.Spearman] = new("Rank correlation", "whether the order of the predictions is that of the truth; 1 is the same order, 0 is chance", true, CardNumbers.Metric),
        [SliceMetricNames.PositiveRate] = new("Positive", "share of the rows that really are of the class", null, Percent),
        [SliceMetricNames.SelectionRate] = new("Picked", "share of the rows that the model picks", null, Percent),
        [SliceMetricNames.CalibrationGap] = new("Prediction less truth", "mean prediction less what really happened; 0 is best", null, value => CardNumbers.Signed(value, CardNumbers.Amount)),
    };

    /// <summary>Of a metric by its key; one that is not known is called by its key.</summary>
    public static MetricInfo Of(string key) => Known.TryGetValue(key, out var info) ? info : new(Words(key), "", null, CardNumbers.Amount);

    /// <summary>Keys in the order in which people want them; unknown ones last, as they come.</summary>
    public static IEnumerable<string> InOrder(IEnumerable<string> keys)
    {
        var known = Known.Keys.ToList();
        return keys.Distinct().OrderBy(key => known.IndexOf(key) is >= 0 and var place ? place : int.MaxValue);
    }

    /// <summary><c>boostedTrees</c> as "boosted trees".</summary>
    public static string Words(string key) =>
        string.Concat(key.Select(letter => char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}
