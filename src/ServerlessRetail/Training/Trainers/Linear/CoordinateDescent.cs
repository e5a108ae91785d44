using System.Numerics.Tensors;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// Minimises <c>½ wᵀ(A + l2·I)w - bᵀw + l1·|w|₁</c>, one weight after the other (Friedman, Hastie and Tibshirani, 2010,
/// with covariance updates).
/// </summary>
internal static class CoordinateDescent
{
    private const int MaxSweeps = 10_000;

    /// <summary>The largest gain of a step, as a share of the scale, at which the descent ends.</summary>
    private const double Tolerance = 1e-13;

    /// <param name="matrix">A, symmetric, width × width.</param>
    /// <param name="target">b.</param>
    /// <param name="weights">Where to begin; the solution replaces it.</param>
    /// <param name="scale">The size of the sum that is minimised, such as the label's sum of squares.</param>
    public static void Minimize(double[] matrix, ReadOnlySpan<double> target, double l1, double l2, Span<double> weights, double scale, CancellationToken cancellationToken)
    {
        var width = weights.Length;
        var left = target.ToArray();
        for (var slot = 0; slot < width; slot++)
        {
            if (weights[slot] != 0)
                TensorPrimitives.MultiplyAdd(matrix.AsSpan(slot * width, width), -weights[slot], left, left);
        }

        for (var (sweep, all) = (0, true); sweep < MaxSweeps; sweep++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double gain = 0;
            for (var slot = 0; slot < width; slot++)
            {
                if (all || weights[slot] != 0)
                    gain = Math.Max(gain, Step(matrix, left, l1, l2, weights, slot));
            }

            // Weights that are not zero are settled among themselves before all are looked at again.
            var settled = gain <= Tolerance * scale;
            if (settled && all)
                return;
            all = settled;
        }
    }

    private static double Step(double[] matrix, double[] left, double l1, double l2, Span<double> weights, int slot)
    {
        var width = weights.Length;
        var (old, diagonal) = (weights[slot], matrix[(slot * width) + slot]);
        if (!(diagonal > 0))
            return 0;
        var pull = left[slot] + (diagonal * old);
        weights[slot] = Math.Sign(pull) * Math.Max(0, Math.Abs(pull) - l1) / (diagonal + l2);
        var change = weights[slot] - old;
        if (change == 0)
            return 0;
        TensorPrimitives.MultiplyAdd(matrix.AsSpan(slot * width, width), -change, left, left);
        return change * change * (diagonal + l2);
    }
}
