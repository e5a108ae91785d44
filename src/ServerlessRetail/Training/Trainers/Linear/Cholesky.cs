using System.Numerics.Tensors;

namespace ServerlessRetail.Training.Trainers.Linear;

/// <summary>
/// The Cholesky factor of a symmetric matrix that is at least positive semidefinite, scaled to a diagonal of ones first.
/// A slot that follows from the slots before it is left out: its solution is 0.
/// </summary>
internal sealed class Cholesky
{
    /// <summary>What must be left of a slot's variance after those before it, as a share.</summary>
    private const double MinPivot = 1e-11;

    private readonly double[] _factor;
    private readonly double[] _scale;

    /// <param name="matrix">Width × width.</param>
    /// <param name="ridge">Added to the diagonal.</param>
    public Cholesky(double[] matrix, int width, double ridge, CancellationToken cancellationToken)
    {
        (_factor, _scale) = (new double[width * width], new double[width]);
        for (var slot = 0; slot < width; slot++)
        {
            var diagonal = matrix[(slot * width) + slot] + ridge;
            _scale[slot] = diagonal > 0 ? 1 / Math.Sqrt(diagonal) : 0;
        }
        for (var row = 0; row < width; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ofRow = _factor.AsSpan(row * width, width);
            for (var column = 0; column < row; column++)
            {
                var pivot = _factor[(column * width) + column];
                if (pivot == 0)
                    continue;
                var scaled = matrix[(row * width) + column] * _scale[row] * _scale[column];
                ofRow[column] = (scaled - TensorPrimitives.Dot(ofRow[..column], _factor.AsSpan(column * width, column))) / pivot;
            }

            var left = 1 - TensorPrimitives.SumOfSquares<double>(ofRow[..row]);
            ofRow[row] = _scale[row] > 0 && left > MinPivot ? Math.Sqrt(left) : 0;
        }
    }

    public int Width => _scale.Length;

    /// <summary>Solves for a right-hand side, which the solution replaces.</summary>
    public void Solve(Span<double> values)
    {
        for (var row = 0; row < Width; row++)
        {
            var ofRow = _factor.AsSpan(row * Width, row + 1);
            values[row] = ofRow[row] == 0 ? 0 : ((values[row] * _scale[row]) - TensorPrimitives.Dot(ofRow[..row], values[..row])) / ofRow[row];
        }
        for (var row = Width - 1; row >= 0; row--)
        {
            var ofRow = _factor.AsSpan(row * Width, row + 1);
            if (ofRow[row] == 0)
                continue;
            values[row] /= ofRow[row];
            TensorPrimitives.MultiplyAdd(ofRow[..row], -values[row], values[..row], values[..row]);
        }
        for (var slot = 0; slot < Width; slot++)
            values[slot] *= _scale[slot];
    }
}
