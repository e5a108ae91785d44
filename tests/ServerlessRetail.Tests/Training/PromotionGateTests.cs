using ServerlessRetail.Datasets;
using ServerlessRetail.Models;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Training;

public sealed class PromotionGateTests
{
    [Theory]
    [InlineData(0.80, 0.40, true, RunReasons.FirstChampion)]
    [InlineData(0.55, 0.60, true, RunReasons.FirstChampion)]
    [InlineData(0.54, 0.57, true, RunReasons.FirstChampion)]
    [InlineData(0.54, 0.58, false, RunReasons.NotBetterThanBaseline)]
    [InlineData(0.45, 0.70, false, RunReasons.NotBetterThanBaseline)]
    [InlineData(double.NaN, 0.40, false, RunReasons.NotBetterThanBaseline)]
    [InlineData(0.80, double.PositiveInfinity, false, RunReasons.NotBetterThanBaseline)]
    public void The_first_classifier_must_say_something_about_the_label(double auc, double logLoss, bool promote, string reason) =>
        AssertVerdict(promote, reason, PromotionGate.Decide(ModelTask.Binary, Binary(auc, logLoss), Binary(0.5, 0.58), champion: null));

    [Theory]
    [InlineData(0.85, 0.38, true, RunReasons.NotWorseThanChampion)]
    [InlineData(0.80, 0.40, true, RunReasons.NotWorseThanChampion)]
    [InlineData(0.781, 0.40, true, RunReasons.NotWorseThanChampion)]
    [InlineData(0.779, 0.40, false, RunReasons.WorseThanChampion)]
    [InlineData(0.80, 0.419, true, RunReasons.NotWorseThanChampion)]
    [InlineData(0.80, 0.421, false, RunReasons.WorseThanChampion)]
    [InlineData(0.50, 0.60, false, RunReasons.NotBetterThanBaseline)]
    public void A_later_classifier_must_not_be_worse_than_the_champion(double auc, double logLoss, bool promote, string reason) =>
        AssertVerdict(promote, reason, PromotionGate.Decide(ModelTask.Binary, Binary(auc, logLoss), Binary(0.5, 0.58), Binary(0.80, 0.40)));

    [Theory]
    [InlineData(10, 0.6, null, true, RunReasons.FirstChampion)]
    [InlineData(10, 0.001, null, true, RunReasons.FirstChampion)]
    [InlineData(10, 0, null, false, RunReasons.NotBetterThanBaseline)]
    [InlineData(10, -3, null, false, RunReasons.NotBetterThanBaseline)]
    [InlineData(double.NaN, 0.6, null, false, RunReasons.NotBetterThanBaseline)]
    [InlineData(9, 0.6, 10.0, true, RunReasons.NotWorseThanChampion)]
    [InlineData(10.4, 0.6, 10.0, true, RunReasons.NotWorseThanChampion)]
    [InlineData(10.6, 0.6, 10.0, false, RunReasons.WorseThanChampion)]
    [InlineData(9, -0.1, 10.0, false, RunReasons.NotBetterThanBaseline)]
    public void A_regression_must_beat_the_mean_and_not_be_worse_than_the_champion(
        double rmse, double explained, double? championRmse, bool promote, string reason)
    {
        var champion = championRmse is { } error ? Regression(error, 0.6) : null;

        AssertVerdict(promote, reason, PromotionGate.Decide(ModelTask.Regression, Regression(rmse, explained), Regression(16, 0), champion));
    }

    private static void AssertVerdict(bool promote, string reason, Verdict verdict)
    {
        Assert.Equal((promote, reason), (verdict.Promote, verdict.Reason));
        Assert.NotEmpty(verdict.Detail);
    }

    private static Dictionary<string, double> Binary(double auc, double logLoss) => new() { [MetricNames.Auc] = auc, [MetricNames.LogLoss] = logLoss };

    private static Dictionary<string, double> Regression(double rmse, double explained) =>
        new() { [MetricNames.Rmse] = rmse, [MetricNames.RSquared] = explained };
}
