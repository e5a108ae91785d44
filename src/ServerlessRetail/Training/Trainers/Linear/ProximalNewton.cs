using System.Numerics.Tensors;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// Logistic regression with an L1 penalty: the loss is replaced by its second order around the present weights, one class
/// at a time, and minimised by coordinate descent (Friedman, Hastie and Tibshirani, 2010); steps are shortened until they
/// gain (Tseng and Yun, 2009).
/// </summary>
internal sealed class ProximalNewton(TrainingSet rows, double[]? rowWeights, double l1, double l2, CancellationToken cancellationToken)
{
    private const int MaxCycles = 300;
    private const int MaxHalvings = 30;

    /// <summary>Gain of a cycle over all classes, as a share of the loss, at which the descent ends.</summary>
    private const double Tolerance = 1e-10;

    private const double MinGain = 1e-4;

    private readonly int _outputs = rows.Outputs;
    private readonly double[] _scores = new double[rows.RowCount * rows.Outputs];
    private readonly double[] _slopes = new double[rows.RowCount];
    private readonly double[] _curvatures = new double[rows.RowCount];
    private readonly double[] _changes = new double[rows.RowCount];

    /// <param name="biases">Where to begin, one an output; the solution replaces them.</param>
    /// <returns>Outputs × slots.</returns>
    public double[] Minimize(double[] biases)
    {
        var weights = new double[_outputs * rows.Width];
        for (var i = 0; i < _scores.Length; i++)
            _scores[i] = biases[i % _outputs];

        var loss = Loss(output: 0, step: 0);
        for (var cycle = 0; cycle < MaxCycles; cycle++)
        {
            var before = loss + Penalty(weights);
            for (var output = 0; output < _outputs; output++)
                loss = Improve(output, weights.AsSpan(output * rows.Width, rows.Width), ref biases[output], loss);
            if (before - (loss + Penalty(weights)) <= Tolerance * Math.Max(1, before))
                break;
        }
        return weights;
    }

    private double Improve(int output, Span<double> weights, ref double bias, double loss)
    {
        var (moments, gram, slopes, slope) = SecondOrder(output);

        // ½ wᵀGw - targetᵀw has the loss's slopes at the present weights.
        var target = new double[weights.Length];
        for (var slot = 0; slot < target.Length; slot++)
            target[slot] = TensorPrimitives.Dot(gram.AsSpan(slot * target.Length, target.Length), weights) - slopes[slot];
        var found = weights.ToArray();
        CoordinateDescent.Minimize(gram, target, l1, l2, found, loss, cancellationToken);

        var direction = new double[weights.Length];
        TensorPrimitives.Subtract(found, weights, direction);
        var ofBias = -slope / moments.Total;
        var promise = (slope * ofBias) + TensorPrimitives.Dot<double>(slopes, direction) + Penalty(found) - Penalty(weights);
        var offset = ofBias - TensorPrimitives.Dot<double>(direction, moments.Means);
        for (var row = 0; row < _changes.Length; row++)
            _changes[row] = offset + RowKernels.Dot(rows.Vectors[row], direction);

        var (step, present) = (1.0, loss + Penalty(weights));
        for (var halvings = 0; halvings < MaxHalvings; halvings++, step /= 2)
        {
            TensorPrimitives.MultiplyAdd(direction, step, weights, found);
            var next = Loss(output, step);
            if (!(next + Penalty(found) <= present + (MinGain * step * promise)))
                continue;
            found.CopyTo(weights);
            bias += step * offset;
            for (var row = 0; row < _changes.Length; row++)
                _scores[(row * _outputs) + output] += step * _changes[row];
            return next;
        }
        return loss;
    }

    /// <summary>Slopes and curvature of the loss by one class's weights, slots less their means weighted by the curvature.</summary>
    private (SlotMoments Moments, double[] Gram, double[] Slopes, double Slope) SecondOrder(int output)
    {
        Span<double> scores = stackalloc double[_outputs];
        for (var row = 0; row < _slopes.Length; row++)
        {
            var weight = rowWeights?[row] ?? 1;
            _scores.AsSpan(row * _outputs, _outputs).CopyTo(scores);
            LinearObjective.Loss(scores, rows.Labels[row], rows.Task);
            _slopes[row] = weight * scores[output];
            _curvatures[row] = weight * LinearObjective.Curvature(scores[output], rows.Labels[row], output, rows.Task);
        }

        var moments = SlotMoments.Of(rows.Vectors, _curvatures);
        var gram = GramMatrix.Compute(rows.Vectors, _curvatures, moments, cancellationToken);
        var (slopes, slope) = (new double[rows.Width], _slopes.Sum());
        for (var row = 0; row < _slopes.Length; row++)
            RowKernels.AddMultiple(_slopes[row], rows.Vectors[row], slopes);
        for (var slot = 0; slot < slopes.Length; slot++)
            slopes[slot] -= slope * moments.Means[slot];
        return (moments, gram, slopes, slope);
    }

    /// <summary>The loss of all rows after a step of one class's scores.</summary>
    private double Loss(int output, double step)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Span<double> scores = stackalloc double[_outputs];
        double loss = 0;
        for (var row = 0; row < _changes.Length; row++)
        {
            _scores.AsSpan(row * _outputs, _outputs).CopyTo(scores);
            scores[output] += step * _changes[row];
            loss += (rowWeights?[row] ?? 1) * LinearObjective.Loss(scores, rows.Labels[row], rows.Task);
        }
        return loss;
    }

    private double Penalty(ReadOnlySpan<double> weights) =>
        (l1 * TensorPrimitives.SumOfMagnitudes(weights)) + (0.5 * l2 * TensorPrimitives.SumOfSquares(weights));
}
