using ServerlessRetail.Models;

namespace ServerlessRetail.Training.Calibration;

/// <summary>
/// From raw scores to probabilities by isotonic regression (Zadrozny and Elkan, 2002), made fit for use: straight between
/// the blocks' centres (centred isotonic regression; Oron and Flournoy, 2017), so that rows that were told apart stay so, and
/// a little drawn towards Platt's curve, so that no probability is 0 or 1 and the log loss is finite.
/// </summary>
internal static class IsotonicCalibration
{
    /// <summary>How much Platt's curve counts, as a share of what the rows count.</summary>
    private const double PlattShare = 0.05;

    /// <param name="scores">Raw scores of rows that the model did not learn from.</param>
    /// <param name="labels">1 and 0.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    /// <param name="platt">Learned from the same rows, with a slope above 0.</param>
    /// <returns>Strictly rising between the lowest and the highest score, with values above 0 and below 1.</returns>
    public static MonotoneMap Fit(double[] scores, float[] labels, float[]? weights, PlattScaling platt)
    {
        var blocks = IsotonicRegression.Fit(scores, labels, weights);
        var points = blocks.Select(block => (Input: block.Center, Output: Drawn(block, platt))).ToList();

        // The outermost blocks can be wide: beyond their centres the curve goes on in proportion to Platt's.
        var (lowest, first) = (blocks[0].Low, points[0]);
        if (lowest < first.Input)
            points.Insert(0, (lowest, first.Output * platt.Probability(lowest) / platt.Probability(first.Input)));
        var (highest, last) = (blocks[^1].High, points[^1]);
        if (highest > last.Input)
            points.Add((highest, 1 - ((1 - last.Output) * (1 - platt.Probability(highest)) / (1 - platt.Probability(last.Input)))));
        return new MonotoneMap([.. points.Select(point => point.Input)], [.. points.Select(point => point.Output)]);
    }

    private static double Drawn(IsotonicBlock block, PlattScaling platt) =>
        (block.Mean + (PlattShare * platt.Probability(block.Center))) / (1 + PlattShare);
}
