namespace ServerlessRetail.Training.Evaluation;

/// <summary>The 95 % score interval of a share (Wilson, 1927), which holds for few rows and for shares near 0 and 1 too.</summary>
internal static class WilsonInterval
{
    private const double Z = 1.959964;

    /// <param name="share">0 to 1.</param>
    /// <param name="rows">That it is the share of; none count as one.</param>
    public static (double Low, double High) Of(double share, int rows)
    {
        rows = Math.Max(1, rows);
        var scale = 1 + (Z * Z / rows);
        var middle = (share + (Z * Z / (2 * rows))) / scale;
        var half = Z * Math.Sqrt((share * (1 - share) / rows) + (Z * Z / (4.0 * rows * rows))) / scale;
        return (middle - half, middle + half);
    }
}
