namespace ServerlessRetail.Models;

/// <summary>
/// How far below and above a prediction the truth is expected, by the raw score: distances at points, straight between them
/// and constant beyond the outermost. They are on the scale of the raw score, so that those of amounts that were learned as
/// logarithms grow with the amount.
/// </summary>
/// <param name="Level">Share of customers whose true number is to lie within, 0 to 1.</param>
/// <param name="Scores">Raw scores, ascending, at least one.</param>
/// <param name="Below">One a score, 0 or more: from the raw score down to the lower end.</param>
/// <param name="Above">One a score, 0 or more: up to the upper end.</param>
/// <param name="IsNonNegative">Whether no training row had a label below 0: an amount or a count, so no interval goes below 0.</param>
public sealed record ConformalInterval(
    double Level, IReadOnlyList<double> Scores, IReadOnlyList<double> Below, IReadOnlyList<double> Above, bool IsNonNegative)
{
    private readonly double[] _scores = [.. Scores];
    private readonly double[] _below = SameLength(Below, Scores);
    private readonly double[] _above = SameLength(Above, Scores);

    /// <summary>Lower and upper end for a raw score, on its scale.</summary>
    public (double Lower, double Upper) Around(double rawScore) => (
        rawScore - PiecewiseLinear.At(_scores, _below, rawScore),
        rawScore + PiecewiseLinear.At(_scores, _above, rawScore));

    // No init: a copy with other distances would keep the arrays of these.

    public IReadOnlyList<double> Scores { get; } = Scores;

    public IReadOnlyList<double> Below { get; } = Below;

    public IReadOnlyList<double> Above { get; } = Above;

    private static double[] SameLength(IReadOnlyList<double> distances, IReadOnlyList<double> scores) => distances.Count == scores.Count && scores.Count > 0
        ? [.. distances]
        : throw new ArgumentException($"{distances.Count} distances are not one for each of {scores.Count} scores, of which there must be one.", nameof(distances));
}
