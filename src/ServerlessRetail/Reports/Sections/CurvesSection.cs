using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Reports.Plots;
using ServerlessRetail.Training.Evaluation;
using static ServerlessRetail.Reports.CardNumbers;

namespace ServerlessRetail.Reports.Sections;

/// <summary>The curves of the evaluation.</summary>
internal static class CurvesSection
{
    public static Markup Render(CardContent card)
    {
        var curves = card.Evaluation.Curves;
        return CardFigure.Grid([
            Gains(card, curves.LiftGains), Lift(curves.LiftGains), Scores(card, curves.Scores), Reliability(card, curves.Reliability),
            Roc(card, curves.Roc), PrecisionRecall(card, curves.PrecisionRecall),
            Deciles(card, curves.PredictedActual), Residuals(card, curves.Residuals),
        ]);
    }

    private static Markup Gains(CardContent card, IReadOnlyList<LiftDecile> deciles)
    {
        if (deciles.Count == 0)
            return default;
        var told = $"The {Percent(deciles[0].CumulativeShare)} of customers with the highest probabilities hold {Percent(deciles[0].CumulativeGain)} of all that are {card.Positive}.";
        var plot = new Plot("gains", "Cumulative gains", told, Axis.Share("Customers, highest probability first"), Axis.Share("Found of all"))
            .Reference((0, 0), (1, 1), "at random")
            .Line(deciles.Select(decile => (decile.CumulativeShare, decile.CumulativeGain)).Prepend((0, 0)), Series.First, "this model")
            .Points(deciles.Select(decile => (decile.CumulativeShare, decile.CumulativeGain)), Series.First);
        return CardFigure.Of("Gains", Markup.Text(told), plot);
    }

    private static Markup Lift(IReadOnlyList<LiftDecile> deciles)
    {
        if (deciles.Count == 0)
            return default;
        var told = $"The first tenth has {Amount(Math.Round(deciles[0].Lift, 1))} times as many as a tenth picked at random.";
        var y = Axis.Fit("Times as many as at random", deciles.Select(decile => decile.Lift).Append(0));
        var x = new Axis("Tenth of the customers", 0.5, deciles.Count + 0.5, [.. Enumerable.Range(1, deciles.Count).Select(decile => (double)decile)], Count);
        var plot = new Plot("lift", "Lift by tenth", told, x, y)
            .Bars([.. Enumerable.Range(0, deciles.Count + 1).Select(edge => edge + 0.5)], [.. deciles.Select(decile => decile.Lift)], Series.First)
            .Reference((x.Min, 1), (x.Max, 1));
        return CardFigure.Of("Lift", Markup.Text(told), plot);
    }

    private static Markup Scores(CardContent card, ScoreHistogram? scores)
    {
        if (scores is not { Edges.Count: > 1, Classes.Count: > 0 })
            return default;
        const string Told = "The further the two shapes are apart, the better the model tells the classes from each other.";
        var shares = scores.Classes.Select(counts => counts.Counts.Select(count => (double)count / Math.Max(1, counts.Counts.Sum())).ToArray()).ToArray();
        var y = Axis.Fit("Share of the class", shares.SelectMany(share => share).Append(0), value => Percent(value));
        var plot = new Plot("scores", "Probabilities by class", Told, Axis.Share("Probability"), y);

        // Negative first in the record; the positive class is drawn over it, in the model's colour.
        for (var index = 0; index < scores.Classes.Count; index++)
            plot.Steps(scores.Edges, shares[index], index == 0 && scores.Classes.Count > 1 ? Series.Second : Series.First, $"{card.Report.Label.Name} = {scores.Classes[index].Class}");
        if (card.Chosen is { } chosen)
            plot.Reference((chosen.Threshold, 0), (chosen.Threshold, y.Max), "threshold");
        return CardFigure.Of("Probabilities", Markup.Text(Told), plot);
    }

    private static Markup Reliability(CardContent card, IReadOnlyList<ReliabilityBin> bins)
    {
        if (bins.Count == 0)
            return default;
        const string Told = "On the dotted line a probability means what it says: of customers with 30\u00A0%, 30 in 100. The bars are what chance allows.";
        var plot = new Plot("reliability", "Calibration", Told, Axis.Share("Probability"), Axis.Share(card.Task == ModelTask.Binary ? "Really of the class" : "Really so"))
            .Reference((0, 0), (1, 1), "perfect")
            .Whiskers(bins.Select(bin => Wilson(bin)), Series.First)
            .Points(bins.Select(bin => (bin.MeanPredicted, bin.Observed)), Series.First, "customers of like probability");
        return CardFigure.Of("Calibration", Markup.Text(Told), plot);
    }

    private static Markup Roc(CardContent card, IReadOnlyList<RocPoint> points)
    {
        if (points.Count == 0)
            return default;
        const string Told = "How many are found for how many false alarms, at every threshold. Nearer to the upper left corner is better.";
        var plot = new Plot("roc", "ROC curve", Told, Axis.Share("False alarms among the others"), Axis.Share("Found"))
            .Reference((0, 0), (1, 1), "at random")
            .Line(points.Select(point => (point.FalsePositiveRate, point.TruePositiveRate)), Series.First, "this model");
        if (card.Chosen is { } chosen && chosen.Fp + chosen.Tn > 0)
            plot.Points([((double)chosen.Fp / (chosen.Fp + chosen.Tn), chosen.Recall)], Series.Mark, "chosen threshold");
        return CardFigure.Of("ROC", Markup.Text(Told), plot);
    }

    private static Markup PrecisionRecall(CardContent card, IReadOnlyList<PrecisionRecallPoint> points)
    {
        if (points.Count == 0)
            return default;
        const string Told = "How many of the picks are right, the more of all are to be found. Higher is better.";
        var plot = new Plot("precision-recall", "Precision and recall", Told, Axis.Share("Recall: found of all"), Axis.Share("Precision: right of picked"));
        if (card.PositiveRate is { } rate)
            plot.Reference((0, rate), (1, rate), "at random");
        plot.Line(points.Select(point => (point.Recall, point.Precision)), Series.First, "this model");
        if (card.Chosen is { } chosen)
            plot.Points([(chosen.Recall, chosen.Precision)], Series.Mark, "chosen threshold");
        return CardFigure.Of("Precision and recall", Markup.Text(Told), plot);
    }

    private static Markup Deciles(CardContent card, IReadOnlyList<PredictionDecile> deciles)
    {
        if (deciles.Count == 0)
            return default;
        const string Told = "Tenths of the customers by prediction. On the dotted line predictions are right on average; 8 in 10 true values lie on the bar.";
        var values = deciles.SelectMany(decile => (double[])[decile.MeanPredicted, decile.MeanActual, decile.LowActual, decile.HighActual]).ToArray();
        var (x, y) = (Axis.Fit($"Predicted {card.Report.Label.Name}", deciles.Select(decile => decile.MeanPredicted)), Axis.Fit($"Real {card.Report.Label.Name}", values));
        var (low, high) = (Math.Max(x.Min, y.Min), Math.Min(x.Max, y.Max));
        var plot = new Plot("deciles", "Predicted and real, by tenths", Told, x, y)
            .Reference((low, low), (high, high), "perfect")
            .Whiskers(deciles.Select(decile => (decile.MeanPredicted, decile.LowActual, decile.HighActual)), Series.First)
            .Points(deciles.Select(decile => (decile.MeanPredicted, decile.MeanActual)), Series.First, "mean of a tenth");
        return CardFigure.Of("Predicted and real", Markup.Text(Told), plot);
    }

    private static Markup Residuals(CardContent card, Histogram? residuals)
    {
        if (residuals is not { Edges.Count: > 1 })
            return default;
        const string Told = "How far the truth is from the prediction. The narrower, the better; beyond the ends counts as at the ends.";
        var (x, y) = (Axis.Fit($"Real less predicted {card.Report.Label.Name}", residuals.Edges), Axis.Fit("Customers", residuals.Counts.Select(count => (double)count).Append(0), Count));
        var plot = new Plot("residuals", "Errors", Told, x, y)
            .Bars(residuals.Edges, [.. residuals.Counts.Select(count => (double)count)], Series.First)
            .Reference((0, 0), (0, y.Max));
        return CardFigure.Of("Errors", Markup.Text(Told), plot);
    }

    private static (double X, double Low, double High) Wilson(ReliabilityBin bin)
    {
        var (low, high) = WilsonInterval.Of(bin.Observed, bin.Count);
        return (bin.MeanPredicted, low, high);
    }
}
