using CsCheck;
using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Tests.Training.Evaluation;

public sealed class CurveTests
{
    // Hundredths make ties among many rows.
    private static readonly Gen<(double Probability, bool Positive)[]> Rows = Gen
        .Select(Gen.Int[0, 100].Select(hundredths => hundredths / 100.0), Gen.Bool)
        .Array[20, 400]
        .Where(rows => rows.Any(row => row.Item2) && rows.Any(row => !row.Item2));

    [Fact]
    public void The_ROC_curve_goes_from_corner_to_corner_and_has_the_area_that_is_told() => Rows.Sample(rows =>
    {
        var (curves, metrics) = Draw(rows);
        var roc = curves.Roc;

        Assert.Equal(new RocPoint(0, 0, null), roc[0]);
        Assert.Equal((1, 1), (roc[^1].FalsePositiveRate, roc[^1].TruePositiveRate));
        Assert.InRange(roc.Count, 2, 110);
        var area = roc.Zip(roc.Skip(1)).Sum(pair => (pair.Second.FalsePositiveRate - pair.First.FalsePositiveRate) * (pair.First.TruePositiveRate + pair.Second.TruePositiveRate) / 2);
        Assert.Equal(metrics[MetricNames.Auc], area, 0.02);
    });

    [Fact]
    public void Every_point_of_a_curve_is_what_its_threshold_does() => Rows.Sample(rows =>
    {
        var (curves, _) = Draw(rows);

        foreach (var point in curves.PrecisionRecall)
        {
            var selected = rows.Where(row => row.Probability >= point.Threshold).ToArray();
            Assert.Equal(selected.Count(row => row.Positive) / (double)selected.Length, point.Precision, 12);
            Assert.Equal(selected.Count(row => row.Positive) / (double)rows.Count(row => row.Positive), point.Recall, 12);
        }
    });

    [Fact]
    public void Bins_and_deciles_have_every_row_once() => Rows.Sample(rows =>
    {
        var (curves, metrics) = Draw(rows);
        var positives = rows.Count(row => row.Positive);

        Assert.Equal(rows.Length, curves.Reliability.Sum(bin => bin.Count));
        Assert.Equal(metrics[MetricNames.Ece], curves.Reliability.Sum(bin => bin.Count * Math.Abs(bin.MeanPredicted - bin.Observed)) / rows.Length, tolerance: 1e-9);
        Assert.Equal(curves.Reliability.OrderBy(bin => bin.MeanPredicted), curves.Reliability);
        Assert.Equal([rows.Length - positives, positives], curves.Scores!.Classes.Select(of => of.Counts.Sum()));
        Assert.Equal(rows.Length, curves.LiftGains.Sum(decile => decile.Rows));
        Assert.Equal(positives, curves.LiftGains.Sum(decile => decile.Positives), 9);
        Assert.Equal((1.0, 1.0), (curves.LiftGains[^1].CumulativeShare, Math.Round(curves.LiftGains[^1].CumulativeGain, 9)));
    });

    [Fact]
    public void Deciles_of_predictions_and_the_histogram_of_residuals_have_every_row_once()
    {
        var predictions = Enumerable.Range(0, 250).Select(row => (double)row).ToArray();
        var labels = Enumerable.Range(0, 250).Select(row => row + (row % 3) - 1f).ToArray();

        var curves = RegressionCurves.Create(predictions, labels);

        Assert.Equal(Enumerable.Repeat(25, 10), curves.PredictedActual.Select(decile => decile.Rows));
        Assert.Equal(12, curves.PredictedActual[0].MeanPredicted, 9);
        Assert.All(curves.PredictedActual, decile => Assert.InRange(decile.MeanActual, decile.LowActual, decile.HighActual));
        Assert.Equal(250, curves.Residuals!.Counts.Sum());
        Assert.Equal(curves.Residuals.Counts.Count + 1, curves.Residuals.Edges.Count);
        Assert.Equal((-1.0, 1.0), (curves.Residuals.Edges[0], curves.Residuals.Edges[^1]));
    }

    [Fact]
    public void Predictions_that_are_no_numbers_have_no_curves() =>
        Assert.Null(RegressionCurves.Create([1, double.NaN], [1, 2]).Residuals);

    private static (EvaluationCurves Curves, Dictionary<string, double> Metrics) Draw((double Probability, bool Positive)[] rows)
    {
        var metrics = new BinaryMetrics([.. rows.Select(row => row.Probability)], [.. rows.Select(row => row.Positive ? 1f : 0f)], 0.5);
        return (BinaryCurves.Create(metrics.Ranking, "no", "yes"), metrics.Measure());
    }
}
