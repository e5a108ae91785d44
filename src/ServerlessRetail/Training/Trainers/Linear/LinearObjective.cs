using ServerlessRetail.Datasets;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// Loss of a linear predictor, summed over the rows with their weights: half the squared error, log loss of two classes or
/// of several (softmax); plus ½·l2·|w|², intercepts apart.
/// </summary>
/// <remarks>
/// Parameters are, for each output, an intercept and the slots' weights. The intercept belongs to slots less their means,
/// so that it hardly depends on the weights.
/// </remarks>
internal sealed class LinearObjective(TrainingSet rows, float[] labels, double[]? rowWeights, double l2, double[] means, CancellationToken cancellationToken)
{
    private const int RowsBetweenLooks = 4_096;

    /// <summary>Curvature of a row whose class is certain, where it would vanish.</summary>
    private const double MinCurvature = 1e-5;

    public int Width => means.Length;

    public int Outputs => rows.Outputs;

    /// <summary>One a slot.</summary>
    public double[] Means => means;

    /// <summary>Parameters of all outputs.</summary>
    public int Size => Outputs * (Width + 1);

    /// <param name="gradient">Room for one a parameter.</param>
    /// <returns>The penalised loss.</returns>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        gradient.Clear();
        var biases = Biases(parameters);
        Span<double> scores = stackalloc double[Outputs];
        double loss = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            if (row % RowsBetweenLooks == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var (vector, weight) = (rows.Vectors[row], rowWeights?[row] ?? 1);
            for (var output = 0; output < scores.Length; output++)
                scores[output] = biases[output] + RowKernels.Dot(vector, WeightsOf(parameters, output));
            loss += weight * Loss(scores, labels[row], rows.Task);
            for (var output = 0; output < scores.Length; output++)
            {
                var slope = weight * scores[output];
                gradient[output * (Width + 1)] += slope;
                RowKernels.AddMultiple(slope, vector, gradient.Slice((output * (Width + 1)) + 1, Width));
            }
        }

        for (var output = 0; output < Outputs; output++)
        {
            var weights = WeightsOf(parameters, output);
            var slopes = gradient.Slice(output * (Width + 1), Width + 1);
            for (var slot = 0; slot < Width; slot++)
            {
                slopes[slot + 1] += (l2 * weights[slot]) - (means[slot] * slopes[0]);
                loss += 0.5 * l2 * weights[slot] * weights[slot];
            }
        }
        return loss;
    }

    /// <summary>The intercepts that belong to slots as they are.</summary>
    public double[] Biases(ReadOnlySpan<double> parameters)
    {
        var biases = new double[Outputs];
        for (var output = 0; output < biases.Length; output++)
            biases[output] = parameters[output * (Width + 1)] - System.Numerics.Tensors.TensorPrimitives.Dot(WeightsOf(parameters, output), means);
        return biases;
    }

    public ReadOnlySpan<double> WeightsOf(ReadOnlySpan<double> parameters, int output) => parameters.Slice((output * (Width + 1)) + 1, Width);

    /// <summary>Each row's weight times the second derivative of its loss by one of its scores, for classes.</summary>
    public double[] Curvatures(ReadOnlySpan<double> parameters, int output)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var biases = Biases(parameters);
        var curvatures = new double[labels.Length];
        Span<double> scores = stackalloc double[Outputs];
        for (var row = 0; row < labels.Length; row++)
        {
            for (var other = 0; other < scores.Length; other++)
                scores[other] = biases[other] + RowKernels.Dot(rows.Vectors[row], WeightsOf(parameters, other));
            Loss(scores, labels[row], rows.Task);
            curvatures[row] = (rowWeights?[row] ?? 1) * Curvature(scores[output], labels[row], output, rows.Task);
        }
        return curvatures;
    }

    /// <summary>The second derivative of a class's loss by a score.</summary>
    /// <param name="slope">The first one.</param>
    public static double Curvature(double slope, float label, int output, ModelTask task)
    {
        var isClass = task == ModelTask.Binary ? label > 0.5f : (int)label == output;
        var probability = slope + (isClass ? 1 : 0);
        return Math.Max(MinCurvature, probability * (1 - probability));
    }

    /// <summary>An L1 penalty of each parameter: none for intercepts; null if there is none at all.</summary>
    public double[]? L1(double l1) =>
        l1 > 0 ? [.. Enumerable.Range(0, Size).Select(parameter => parameter % (Width + 1) == 0 ? 0 : l1)] : null;

    /// <summary>The loss of one row.</summary>
    /// <param name="scores">One an output; the loss's slopes by the scores replace them.</param>
    public static double Loss(Span<double> scores, float label, ModelTask task)
    {
        switch (task)
        {
            case ModelTask.Regression:
                scores[0] -= label;
                return 0.5 * scores[0] * scores[0];
            case ModelTask.Binary:
                // log(1 + eˢ) - y·s without overflow.
                var score = scores[0];
                var ofSize = Math.Exp(-Math.Abs(score));
                scores[0] = (score >= 0 ? 1 / (1 + ofSize) : ofSize / (1 + ofSize)) - label;
                return Math.Max(score, 0) - (label * score) + Math.Log(1 + ofSize);
            default:
                var highest = double.NegativeInfinity;
                foreach (var other in scores)
                    highest = Math.Max(highest, other);
                var own = scores[(int)label];
                double sum = 0;
                foreach (ref var other in scores)
                    sum += other = Math.Exp(other - highest);
                foreach (ref var other in scores)
                    other /= sum;
                scores[(int)label] -= 1;
                return highest + Math.Log(sum) - own;
        }
    }
}
