namespace ServerlessRetail.Models;

/// <summary>From log-odds to a probability.</summary>
public static class Sigmoid
{
    /// <returns>0 to 1.</returns>
    public static double Of(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>The log-odds of a probability, which is kept 1e-15 away from 0 and 1.</summary>
    public static double Inverse(double probability)
    {
        var kept = Math.Clamp(probability, 1e-15, 1 - 1e-15);
        return Math.Log(kept / (1 - kept));
    }
}
