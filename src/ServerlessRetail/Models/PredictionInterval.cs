namespace ServerlessRetail.Models;

/// <summary>Between which numbers the truth is expected.</summary>
/// <param name="Lower">At most the prediction, in the label's unit.</param>
/// <param name="Upper">At least the prediction, in the label's unit.</param>
/// <param name="Level">Share of customers whose true number lies in their interval, 0 to 1.</param>
public sealed record PredictionInterval(double Lower, double Upper, double Level);
