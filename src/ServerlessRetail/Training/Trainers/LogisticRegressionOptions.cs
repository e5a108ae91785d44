namespace ServerlessRetail.Training.Trainers;

/// <summary>
/// Penalties of a <see cref="LogisticRegressionTrainer"/>, in the sum <c>Σ weight · log loss + ½·L2·|w|² + L1·|w|₁</c>, log
/// loss by natural logarithms.
/// </summary>
/// <param name="L2">0 or more. One over the C of scikit-learn's LogisticRegression.</param>
/// <param name="L1">0 or more; above 0 it sets weights to 0.</param>
public sealed record LogisticRegressionOptions(double L2 = 1, double L1 = 0);
