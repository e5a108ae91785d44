namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// Where a <see cref="QuasiNewton"/> descent of a <see cref="LinearObjective"/> begins: predictors that answer the average,
/// and the inverse Hessian there, so that the first step is Newton's.
/// </summary>
internal sealed class DescentStart
{
    /// <summary>Up to this width the slots' correlations are worth a matrix and its factor; beyond, only their variances are taken.</summary>
    private const int MaxFactorWidth = 1_000;

    private readonly SlotMoments _moments;
    private readonly double[] _curvatures;
    private readonly double _ridge;
    private readonly Cholesky? _factor;

    /// <param name="vectors">Rows × slots.</param>
    /// <param name="weights">One a row; null: all 1.</param>
    /// <param name="moments">Of the same.</param>
    /// <param name="curvatures">One an output: the second derivative of a row's loss by its score, above 0.</param>
    /// <param name="l2">The penalty.</param>
    public DescentStart(float[][] vectors, double[]? weights, SlotMoments moments, double[] curvatures, double l2, CancellationToken cancellationToken)
    {
        (_moments, _curvatures, _ridge) = (moments, curvatures, l2 / curvatures.Average());
        if (moments.Means.Length <= MaxFactorWidth)
            _factor = new Cholesky(GramMatrix.Compute(vectors, weights, moments, cancellationToken), moments.Means.Length, _ridge, cancellationToken);
    }

    /// <summary>Multiplies parameters of a <see cref="LinearObjective"/> by the inverse Hessian, outputs taken apart.</summary>
    public void MultiplyByInverse(Span<double> vector)
    {
        var width = _moments.Means.Length;
        for (var output = 0; output < _curvatures.Length; output++)
        {
            var ofOutput = vector.Slice(output * (width + 1), width + 1);
            ofOutput[0] /= _curvatures[output] * _moments.Total;
            var weights = ofOutput[1..];
            _factor?.Solve(weights);
            for (var slot = 0; slot < width; slot++)
                weights[slot] /= _curvatures[output] * (_factor is not null ? 1 : Math.Max(double.Epsilon, _moments.Squares[slot] + _ridge));
        }
    }
}
