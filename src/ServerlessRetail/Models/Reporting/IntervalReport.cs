namespace ServerlessRetail.Models.Reporting;

/// <summary>How a regression's predictions got their intervals, or why they have none.</summary>
/// <param name="Level">Share of customers whose true number is to lie in their interval, 0 to 1; null: there are no intervals.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Rows">Out-of-fold rows that they were learned from.</param>
public sealed record IntervalReport(double? Level, string Why, int Rows);

/// <summary>What intervals were worth on the test rows.</summary>
/// <param name="Level">Share of rows that they were to hold, 0 to 1.</param>
/// <param name="Coverage">Share that they did hold.</param>
/// <param name="Low">Lower end of the 95 % interval of <paramref name="Coverage"/> (Wilson, 1927).</param>
/// <param name="High">Upper end of it.</param>
/// <param name="MeanWidth">In the label's unit.</param>
public sealed record IntervalQuality(double Level, double Coverage, double Low, double High, double MeanWidth)
{
    /// <summary>Short of the level by more than this, beyond what chance explains, is told as a warning.</summary>
    private const double Tolerance = 0.03;

    /// <summary>Whether they are narrower than they claim, by more than the chance of the test rows explains.</summary>
    public bool IsTooNarrow() => High < Level - Tolerance;
}
