namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Penalties of a <see cref="LinearRegressionTrainer"/>, in the elastic net's sum
/// <c>½ Σ weight · error² + ½·L2·|w|² + L1·|w|₁</c> with errors in standard deviations of the label.
/// </summary>
/// <param name="L2">0 or more. The alpha of scikit-learn's Ridge.</param>
/// <param name="L1">0 or more; above 0 it sets weights to 0.</param>
public sealed record LinearRegressionOptions(double L2 = 1, double L1 = 0);
