using ServerlessRetail.Models;
using ServerlessRetail.Models.Reporting;
using ServerlessRetail.Training.Evaluation;

namespace ServerlessRetail.Training.Calibration;

/// <summary>How raw scores become probabilities that mean what they say, and what that was decided by.</summary>
/// <param name="Method">One of <see cref="CalibrationMethods"/>.</param>
/// <param name="Scale">For <see cref="ModelDescription.OutputScale"/>; above 0.</param>
/// <param name="Offset">For <see cref="ModelDescription.OutputOffset"/>.</param>
/// <param name="Map">For <see cref="ModelDescription.Calibration"/>; null: the logistic function.</param>
/// <param name="Report">The choice with its evidence.</param>
public sealed record CalibrationChoice(string Method, double Scale, double Offset, MonotoneMap? Map, CalibrationReport Report)
{
    /// <summary>Isotonic regression overfits with fewer rows (Niculescu-Mizil and Caruana, 2005, found about 1,000; this is on the safe side).</summary>
    public const int MinIsotonicRows = 5_000;

    /// <summary>And with fewer rows of the rarer class.</summary>
    public const int MinIsotonicRowsPerClass = 500;

    // 95 % quantiles of chi-square with two degrees of freedom and with one.
    private const double LikelyForTwo = 5.991;
    private const double LikelyForOne = 3.841;

    /// <summary>With fewer rows of the rarer class nothing can be said about calibration.</summary>
    private const int MinRowsPerClass = 20;

    /// <summary>
    /// Chooses between leaving log-odds as they are, Platt's scaling and isotonic regression. Slope and offset must be more
    /// likely than none by a likelihood-ratio test (Wilks, 1938): what they cost is known, and rows kept back for a check would
    /// be missed. Isotonic regression must have a clearly lower log loss on rows that it was not learned from.
    /// </summary>
    /// <param name="rawScores">Log-odds out of fold: of rows that the model, of each fold, did not learn from.</param>
    /// <param name="labels">1 and 0.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    public static CalibrationChoice Choose(double[] rawScores, float[] labels, float[]? weights = null)
    {
        var plain = Array.ConvertAll(rawScores, Sigmoid.Of);
        var before = Quality(plain, labels);
        var positives = labels.Count(label => label > 0.5f);
        var rarer = Math.Min(positives, labels.Length - positives);
        if (rarer < MinRowsPerClass)
            return Unchanged($"Too few rows of a class to judge by, {rarer}.", labels.Length, before);
        if (!Array.TrueForAll(rawScores, double.IsFinite))
            return Unchanged("Some scores are not numbers.", labels.Length, before);

        var check = new CrossCheck<double>(rawScores, labels, weights, Array.ConvertAll(labels, label => label > 0.5f ? 1 : 0));
        var best = (Method: CalibrationMethods.None, Answers: (IReadOnlyList<double[]>)[plain], Losses: check.Losses([plain], LossOf));
        var platt = PlattScaling.Fit(rawScores, labels, weights);
        var ratio = LikelihoodRatio(check, best.Losses, check.Losses([Array.ConvertAll(rawScores, platt.Probability)], LossOf));
        if (platt.Slope > 0 && ratio > LikelyForTwo)
            best = Candidate(CalibrationMethods.Platt, FitPlatt);
        if (platt.Slope > 0 && labels.Length >= MinIsotonicRows && rarer >= MinIsotonicRowsPerClass
            && Candidate(CalibrationMethods.Isotonic, FitIsotonic) is var isotonic && check.IsClearlyLower(isotonic.Losses, best.Losses))
        {
            best = isotonic;
        }

        if (best.Method == CalibrationMethods.None)
            return Unchanged("Nothing else is clearly more likely.", labels.Length, before);
        var report = new CalibrationReport(
            best.Method,
            best.Method == CalibrationMethods.Platt ? "A slope and an offset make the labels clearly more likely." : "It has a clearly lower log loss on rows that it was not learned from.",
            labels.Length, before, Quality(best.Answers[0], labels));
        return best.Method == CalibrationMethods.Platt
            ? new CalibrationChoice(best.Method, platt.Slope, platt.Offset, null, report)
            : new CalibrationChoice(best.Method, 1, 0, IsotonicCalibration.Fit(rawScores, labels, weights, platt), report);

        (string Method, IReadOnlyList<double[]> Answers, double[] Losses) Candidate(string method, Func<double[], float[], float[]?, Func<double, double>> fit)
        {
            var answers = check.Answers(fit);
            return (method, answers, check.Losses(answers, LossOf));
        }
    }

    /// <summary>Chooses between leaving the scores of several classes as they are and one factor on all of them.</summary>
    /// <param name="rawScores">Rows × classes, out of fold.</param>
    /// <param name="labels">The index of each row's class, from 0.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    public static CalibrationChoice ChooseForClasses(double[][] rawScores, float[] labels, float[]? weights = null)
    {
        var plain = Array.ConvertAll(rawScores, row => TemperatureScaling.Probabilities(row, 1));
        var before = Quality(plain, labels);
        if (!Array.TrueForAll(rawScores, row => Array.TrueForAll(row, double.IsFinite)))
            return Unchanged("Some scores are not numbers.", labels.Length, before);

        var check = new CrossCheck<double[]>(rawScores, labels, weights, Array.ConvertAll(labels, label => (int)label));
        var fitted = Array.ConvertAll(rawScores, FitTemperature(rawScores, labels, weights).Invoke);
        if (!(LikelihoodRatio(check, check.Losses([plain], LossOf), check.Losses([fitted], LossOf)) > LikelyForOne))
            return Unchanged("A factor on the scores is not clearly more likely.", labels.Length, before);
        return new CalibrationChoice(
            CalibrationMethods.Temperature, TemperatureScaling.Fit(rawScores, labels, weights), 0, null,
            new CalibrationReport(
                CalibrationMethods.Temperature, "A factor on the scores makes the labels clearly more likely.", labels.Length, before,
                Quality(check.Answers(FitTemperature)[0], labels)));
    }

    /// <summary>Twice the gain in log likelihood, weights counting as rows.</summary>
    private static double LikelihoodRatio<TScore>(CrossCheck<TScore> check, double[] losses, double[] fitted) =>
        2 * losses.Length * (check.Mean(losses) - check.Mean(fitted));

    private static Func<double, double> FitPlatt(double[] scores, float[] labels, float[]? weights) =>
        PlattScaling.Fit(scores, labels, weights) is { Slope: > 0 } platt ? platt.Probability : Sigmoid.Of;

    private static Func<double, double> FitIsotonic(double[] scores, float[] labels, float[]? weights) =>
        PlattScaling.Fit(scores, labels, weights) is { Slope: > 0 } platt ? IsotonicCalibration.Fit(scores, labels, weights, platt).Apply : Sigmoid.Of;

    private static Func<double[], double[]> FitTemperature(double[][] scores, float[] labels, float[]? weights)
    {
        var factor = TemperatureScaling.Fit(scores, labels, weights);
        return ofRow => TemperatureScaling.Probabilities(ofRow, factor);
    }

    private static double LossOf(double probability, float label) => BinaryEvaluation.LogLoss(probability, label > 0.5f);

    private static double LossOf(double[] probabilities, float label) => BinaryEvaluation.LogLoss(probabilities[(int)label]);

    private static CalibrationChoice Unchanged(string why, int rows, CalibrationQuality before) =>
        new(CalibrationMethods.None, 1, 0, null, new CalibrationReport(CalibrationMethods.None, why, rows, before, before));

    private static CalibrationQuality Quality(double[] probabilities, float[] labels) =>
        Quality(BinaryEvaluation.Evaluate(probabilities, labels, threshold: 0.5));

    private static CalibrationQuality Quality(double[][] probabilities, float[] labels) => Quality(MulticlassEvaluation.Evaluate(probabilities, labels));

    private static CalibrationQuality Quality(Dictionary<string, double> metrics) =>
        new(metrics[MetricNames.Ece], metrics[MetricNames.Brier], metrics[MetricNames.LogLoss]);
}
