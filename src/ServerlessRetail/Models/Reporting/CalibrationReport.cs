namespace ServerlessRetail.Models.Reporting;

/// <summary>How raw scores were made into probabilities or amounts that mean what they say.</summary>
/// <param name="Method">One of <see cref="CalibrationMethods"/>.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Rows">Out-of-fold rows that it was learned from.</param>
/// <param name="Before">On out-of-fold rows, without it; null for a regression.</param>
/// <param name="After">On the same rows, each judged by a calibration that was learned from the other half; null for a regression.</param>
public sealed record CalibrationReport(string Method, string Why, int Rows, CalibrationQuality? Before, CalibrationQuality? After);

/// <summary>Whether probabilities mean what they say.</summary>
/// <param name="Ece">Expected calibration error in bins of equal mass, 0 to 1; 0 is best.</param>
/// <param name="Brier">Mean squared distance of probability and truth, 0 to 1 (to 2 for several classes); 0 is best.</param>
/// <param name="LogLoss">Mean negative log likelihood in nats; 0 is best.</param>
public sealed record CalibrationQuality(double Ece, double Brier, double LogLoss);

/// <summary>Ways of calibrating, as reports name them.</summary>
public static class CalibrationMethods
{
    /// <summary>Nothing is changed.</summary>
    public const string None = "none";

    /// <summary>A slope and an offset on the log-odds.</summary>
    public const string Platt = "platt";

    /// <summary>A rising curve from log-odds to probability.</summary>
    public const string Isotonic = "isotonic";

    /// <summary>One factor on the scores of all classes.</summary>
    public const string Temperature = "temperature";

    /// <summary>An offset on the logarithm of an amount, so that predictions are right on average.</summary>
    public const string Smearing = "smearing";
}
