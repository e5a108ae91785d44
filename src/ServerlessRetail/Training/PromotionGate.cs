using System.Globalization;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models;

namespace ServerlessRetail.Training;

/// <summary>Whether a newly trained version may answer callers.</summary>
internal static class PromotionGate
{
    // A champion may have learned from some of the test rows, and two models of the same worth differ by chance.
    private const double AucTolerance = 0.02;
    private const double ErrorTolerance = 0.05;

    /// <summary>Below this a classifier that loses against the baseline's log loss ranks no better than chance.</summary>
    private const double MinAuc = 0.55;

    /// <param name="challenger">The new version's metrics on its test rows.</param>
    /// <param name="baseline">The baseline's on the same rows.</param>
    /// <param name="champion">The champion's on the same rows; null where there is none, or where it predicts something else.</param>
    public static Verdict Decide(
        ModelTask task,
        IReadOnlyDictionary<string, double> challenger,
        IReadOnlyDictionary<string, double> baseline,
        IReadOnlyDictionary<string, double>? champion)
    {
        if (!challenger.Values.All(double.IsFinite))
            return new Verdict(false, RunReasons.NotBetterThanBaseline, "The trained model's metrics are not numbers.");
        return task switch
        {
            ModelTask.Binary => Binary(challenger, baseline, champion),
            ModelTask.Multiclass => Multiclass(challenger, baseline, champion),
            _ => Regression(challenger, champion),
        };
    }

    private static Verdict Binary(
        IReadOnlyDictionary<string, double> challenger, IReadOnlyDictionary<string, double> baseline, IReadOnlyDictionary<string, double>? champion)
    {
        var (auc, loss) = (challenger[MetricNames.Auc], challenger[MetricNames.LogLoss]);
        if (auc < MinAuc && loss >= baseline[MetricNames.LogLoss])
        {
            return new Verdict(false, RunReasons.NotBetterThanBaseline, Invariant(
                $"On the test rows the model is no better than chance (AUC {auc:0.000}): the columns say nothing about the label."));
        }
        if (champion is null)
            return new Verdict(true, RunReasons.FirstChampion, Invariant($"AUC {auc:0.000} on the test rows."));

        var (championAuc, championLoss) = (champion[MetricNames.Auc], champion[MetricNames.LogLoss]);
        var compared = Invariant($"AUC {auc:0.000} against the champion's {championAuc:0.000}, log loss {loss:0.000} against {championLoss:0.000}, on the same test rows.");
        return auc < championAuc - AucTolerance || loss > championLoss * (1 + ErrorTolerance)
            ? new Verdict(false, RunReasons.WorseThanChampion, compared)
            : new Verdict(true, RunReasons.NotWorseThanChampion, compared);
    }

    private static Verdict Multiclass(
        IReadOnlyDictionary<string, double> challenger, IReadOnlyDictionary<string, double> baseline, IReadOnlyDictionary<string, double>? champion)
    {
        var loss = challenger[MetricNames.LogLoss];
        if (loss >= baseline[MetricNames.LogLoss])
        {
            return new Verdict(false, RunReasons.NotBetterThanBaseline, Invariant(
                $"On the test rows the model is no better than the classes' shares (log loss {loss:0.000} against {baseline[MetricNames.LogLoss]:0.000}): the columns say nothing about the label."));
        }
        if (champion is null)
            return new Verdict(true, RunReasons.FirstChampion, Invariant($"Log loss {loss:0.000} against {baseline[MetricNames.LogLoss]:0.000} of the classes' shares, on the test rows."));

        var compared = Invariant($"Log loss {loss:0.000} against the champion's {champion[MetricNames.LogLoss]:0.000}, on the same test rows.");
        return loss > champion[MetricNames.LogLoss] * (1 + ErrorTolerance)
            ? new Verdict(false, RunReasons.WorseThanChampion, compared)
            : new Verdict(true, RunReasons.NotWorseThanChampion, compared);
    }

    private static Verdict Regression(IReadOnlyDictionary<string, double> challenger, IReadOnlyDictionary<string, double>? champion)
    {
        var (rmse, explained) = (challenger[MetricNames.Rmse], challenger[MetricNames.RSquared]);
        if (explained <= 0)
        {
            return new Verdict(false, RunReasons.NotBetterThanBaseline, Invariant(
                $"On the test rows the model is no better than the mean (R² {explained:0.000}): the columns say nothing about the label."));
        }
        if (champion is null)
            return new Verdict(true, RunReasons.FirstChampion, Invariant($"R² {explained:0.000} on the test rows."));

        var compared = Invariant($"RMSE {rmse:0.###} against the champion's {champion[MetricNames.Rmse]:0.###}, on the same test rows.");
        return rmse > champion[MetricNames.Rmse] * (1 + ErrorTolerance)
            ? new Verdict(false, RunReasons.WorseThanChampion, compared)
            : new Verdict(true, RunReasons.NotWorseThanChampion, compared);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Reason">One of <see cref="RunReasons"/>.</param>
internal sealed record Verdict(bool Promote, string Reason, string Detail);
