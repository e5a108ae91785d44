namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// The inverse Hessian of a <see cref="LinearObjective"/>, outputs taken apart: what a <see cref="QuasiNewton"/> descent
/// begins from, so that its first step is Newton's.
/// </summary>
internal sealed class DescentStart
{
    /// <summary>Up to this width the slots' correlations are worth a matrix and its factor; beyond, only their variances are taken.</summary>
    private const int MaxFactorWidth = 1_000;

    private readonly Block[] _blocks;

    private DescentStart(Block[] blocks) => _blocks = blocks;

    /// <summary>Where all rows are answered alike: one factor serves all outputs.</summary>
    /// <param name="vectors">Rows × slots.</param>
    /// <param name="weights">One a row; null: all 1.</param>
    /// <param name="moments">Of the same.</param>
    /// <param name="curvatures">One an output: the second derivative of a row's loss by its score, above 0.</param>
    /// <param name="l2">The penalty.</param>
    public static DescentStart OfAverage(
        float[][] vectors, double[]? weights, SlotMoments moments, double[] curvatures, double l2, CancellationToken cancellationToken)
    {
        var block = Block.Of(vectors, weights, moments, moments.Means, l2 / curvatures.Average(), cancellationToken);
        return new DescentStart(Array.ConvertAll(curvatures, curvature => block with { Curvature = curvature }));
    }

    /// <summary>Where the rows are answered as the parameters say: a factor for each output.</summary>
    public static DescentStart Of(LinearObjective objective, float[][] vectors, ReadOnlySpan<double> parameters, double l2, CancellationToken cancellationToken)
    {
        var blocks = new Block[objective.Outputs];
        for (var output = 0; output < blocks.Length; output++)
        {
            var curvatures = objective.Curvatures(parameters, output);
            var moments = SlotMoments.Of(vectors, curvatures);
            blocks[output] = Block.Of(vectors, curvatures, moments, objective.Means, l2, cancellationToken);
        }
        return new DescentStart(blocks);
    }

    /// <summary>Multiplies parameters of the objective.</summary>
    public void MultiplyByInverse(Span<double> vector)
    {
        var size = vector.Length / _blocks.Length;
        for (var output = 0; output < _blocks.Length; output++)
            _blocks[output].MultiplyByInverse(vector.Slice(output * size, size));
    }

    /// <summary>One output's share.</summary>
    /// <param name="Total">Sum of the rows' weights.</param>
    /// <param name="Offsets">One a slot: mean under these weights less the mean that the objective's intercept belongs to.</param>
    /// <param name="Factor">Of the slots' Gram matrix; null for wide rows.</param>
    /// <param name="Diagonal">The Gram matrix's diagonal with the penalty.</param>
    private sealed record Block(double Total, double[] Offsets, Cholesky? Factor, double[] Diagonal)
    {
        public double Curvature { get; init; } = 1;

        public static Block Of(float[][] vectors, double[]? weights, SlotMoments moments, double[] means, double ridge, CancellationToken cancellationToken)
        {
            var width = means.Length;
            var factor = width <= MaxFactorWidth
                ? new Cholesky(GramMatrix.Compute(vectors, weights, moments, cancellationToken), width, ridge, cancellationToken)
                : null;
            return new Block(
                moments.Total, [.. moments.Means.Zip(means, (mean, other) => mean - other)], factor, Array.ConvertAll(moments.Squares, square => Math.Max(double.Epsilon, square + ridge)));
        }

        public void MultiplyByInverse(Span<double> vector)
        {
            var weights = vector[1..];
            for (var slot = 0; slot < weights.Length; slot++)
                weights[slot] = (weights[slot] - (Offsets[slot] * vector[0])) / (Factor is null ? Diagonal[slot] : 1);
            Factor?.Solve(weights);
            vector[0] /= Total;
            for (var slot = 0; slot < weights.Length; slot++)
                vector[0] -= Offsets[slot] * weights[slot];
            foreach (ref var value in vector)
                value /= Curvature;
        }
    }
}
