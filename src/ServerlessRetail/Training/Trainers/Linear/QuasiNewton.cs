using System.Numerics.Tensors;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// Minimises a smooth convex function by limited-memory BFGS (Liu and Nocedal, 1989) that begins from a given inverse
/// Hessian; with an L1 penalty by its orthant-wise variant (Andrew and Gao, 2007).
/// </summary>
internal static class QuasiNewton
{
    private const int Memory = 12;
    private const int MaxHalvings = 40;

    /// <summary>What an exact step would still gain, as a share of the loss, at which the descent ends.</summary>
    private const double Tolerance = 1e-11;

    /// <summary>Share of the promised gain that a step must keep (Armijo, 1966).</summary>
    private const double MinGain = 1e-4;

    /// <summary>A function's value and, written over the span, its gradient.</summary>
    public delegate double Function(ReadOnlySpan<double> parameters, Span<double> gradient);

    /// <summary>Multiplies a vector by an approximate inverse of the Hessian.</summary>
    public delegate void InverseHessian(Span<double> vector);

    /// <param name="parameters">Where to begin; the minimum replaces it.</param>
    /// <param name="l1">One a parameter, 0 or more; null: no such penalty.</param>
    /// <param name="maxIterations">Steps after which it ends in any case.</param>
    /// <returns>Whether the minimum was found.</returns>
    public static bool Minimize(Function function, InverseHessian inverse, Span<double> parameters, int maxIterations, double[]? l1 = null)
    {
        var size = parameters.Length;
        var gradient = new double[size];
        var value = function(parameters, gradient) + Penalty(parameters, l1);
        var (next, nextGradient, direction) = (new double[size], new double[size], new double[size]);
        var pairs = new List<(double[] Step, double[] Change, double Product)>();
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            var slope = PseudoGradient(parameters, gradient, l1);
            Direction(slope, inverse, pairs, direction);
            if (l1 is not null)
                KeepDescending(direction, slope);
            var promise = -TensorPrimitives.Dot<double>(direction, slope);
            if (!(promise > Tolerance * Math.Max(1, Math.Abs(value))))
                return true;

            var (step, halvings, nextValue) = (1.0, 0, double.NaN);
            for (; halvings < MaxHalvings; halvings++, step /= 2)
            {
                TensorPrimitives.MultiplyAdd(direction, step, parameters, next);
                if (l1 is not null)
                    KeepOrthant(next, parameters, slope, l1);
                nextValue = function(next, nextGradient) + Penalty(next, l1);
                if (nextValue <= value - (MinGain * Gain(slope, parameters, next)))
                    break;
            }
            if (halvings == MaxHalvings)
            {
                // Without progress the pairs are at fault, or the sum's last digits.
                if (pairs.Count == 0)
                    return true;
                pairs.Clear();
                continue;
            }

            Remember(pairs, parameters, next, gradient, nextGradient);
            next.CopyTo(parameters);
            (gradient, nextGradient, value) = (nextGradient, gradient, nextValue);
        }
        return false;
    }

    /// <summary>The two loops of L-BFGS, from the newest pair to the oldest and back.</summary>
    private static void Direction(double[] slope, InverseHessian inverse, List<(double[] Step, double[] Change, double Product)> pairs, double[] direction)
    {
        TensorPrimitives.Negate<double>(slope, direction);
        var shares = new double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            shares[i] = TensorPrimitives.Dot<double>(pairs[i].Step, direction) / pairs[i].Product;
            TensorPrimitives.MultiplyAdd(pairs[i].Change, -shares[i], direction, direction);
        }
        inverse(direction);
        for (var i = 0; i < pairs.Count; i++)
        {
            var share = shares[i] - (TensorPrimitives.Dot<double>(pairs[i].Change, direction) / pairs[i].Product);
            TensorPrimitives.MultiplyAdd(pairs[i].Step, share, direction, direction);
        }
    }

    private static void Remember(
        List<(double[] Step, double[] Change, double Product)> pairs, ReadOnlySpan<double> from, double[] to, double[] gradient, double[] nextGradient)
    {
        var (step, change) = (new double[to.Length], new double[to.Length]);
        TensorPrimitives.Subtract(to, from, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        var product = TensorPrimitives.Dot<double>(step, change);
        if (!(product > 1e-12 * TensorPrimitives.Norm<double>(step) * TensorPrimitives.Norm<double>(change)))
            return;
        pairs.Add((step, change, product));
        if (pairs.Count > Memory)
            pairs.RemoveAt(0);
    }

    private static double Gain(double[] slope, ReadOnlySpan<double> from, double[] to)
    {
        double gain = 0;
        for (var i = 0; i < slope.Length; i++)
            gain -= slope[i] * (to[i] - from[i]);
        return gain;
    }

    private static double Penalty(ReadOnlySpan<double> parameters, double[]? l1)
    {
        double penalty = 0;
        for (var i = 0; i < parameters.Length && l1 is not null; i++)
            penalty += l1[i] * Math.Abs(parameters[i]);
        return penalty;
    }

    /// <summary>The slope of the steepest way down, the penalty's corner at 0 included.</summary>
    private static double[] PseudoGradient(ReadOnlySpan<double> parameters, double[] gradient, double[]? l1)
    {
        var slope = (double[])gradient.Clone();
        for (var i = 0; i < slope.Length && l1 is not null; i++)
        {
            slope[i] = parameters[i] != 0
                ? slope[i] + (l1[i] * Math.Sign(parameters[i]))
                : Math.Sign(slope[i]) * Math.Max(0, Math.Abs(slope[i]) - l1[i]);
        }
        return slope;
    }

    private static void KeepDescending(double[] direction, double[] slope)
    {
        for (var i = 0; i < direction.Length; i++)
        {
            if (direction[i] * slope[i] >= 0)
                direction[i] = 0;
        }
    }

    /// <summary>A weight that would change its sign stops at 0.</summary>
    private static void KeepOrthant(double[] next, ReadOnlySpan<double> from, double[] slope, double[] l1)
    {
        for (var i = 0; i < next.Length; i++)
        {
            var sign = from[i] != 0 ? Math.Sign(from[i]) : -Math.Sign(slope[i]);
            if (l1[i] > 0 && next[i] * sign < 0)
                next[i] = 0;
        }
    }
}
