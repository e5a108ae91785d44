using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>A batch of rows on its way up through a network's layers to the scores, and the gradient on its way down.</summary>
internal sealed class BatchPass
{
    private readonly NetworkShape _shape;
    private readonly float[][] _units;
    private readonly float[][] _deltas;
    private readonly float[] _transposed;

    /// <param name="capacity">Most rows of a batch.</param>
    public BatchPass(NetworkShape shape, int capacity)
    {
        _shape = shape;
        _units = Array.ConvertAll(shape.Padded, units => new float[units * capacity]);
        _deltas = Array.ConvertAll(shape.Padded, units => new float[units * capacity]);
        _deltas[0] = [];
        _transposed = new float[Enumerable.Range(0, shape.Layers).Max(layer => shape.Padded[layer] * shape.Padded[layer + 1])];
    }

    /// <summary>The inputs of a row of the batch, without padding; to be filled before <see cref="Forward"/>.</summary>
    public Span<float> Inputs(int row) => _units[0].AsSpan(row * _shape.Padded[0], _shape.Units[0]);

    /// <summary>The raw scores of a row of the batch.</summary>
    public Span<float> Scores(int row) => _units[^1].AsSpan(row * _shape.Padded[^1], _shape.Units[^1]);

    /// <summary>The loss's derivative by each raw score of a row; to be filled before <see cref="Backward"/>.</summary>
    public Span<float> ScoreGradient(int row) => _deltas[^1].AsSpan(row * _shape.Padded[^1], _shape.Units[^1]);

    /// <param name="dropout">Drops hidden units at random; null: keeps all.</param>
    public void Forward(float[] parameters, int rows, Dropout? dropout)
    {
        for (var layer = 0; layer < _shape.Layers; layer++)
        {
            var (inner, columns) = (_shape.Padded[layer], _shape.Padded[layer + 1]);
            var units = _units[layer + 1].AsSpan(0, rows * columns);
            var biases = _shape.Biases(parameters, layer);
            for (var row = 0; row < rows; row++)
                biases.CopyTo(units[(row * columns)..]);
            MatrixProduct.Multiply(_units[layer], inner, 1, _shape.Weights(parameters, layer), units, rows, inner, columns, adds: true);
            if (layer == _shape.Layers - 1)
                break;
            TensorPrimitives.Max(units, 0f, units);
            dropout?.Apply(units);
        }
        if (_shape.WideLength > 0)
            MatrixProduct.Multiply(_units[0], _shape.Padded[0], 1, _shape.Wide(parameters), _units[^1], rows, _shape.Padded[0], _shape.Padded[^1], adds: true);
    }

    /// <summary>The gradient of the batch's loss by every parameter.</summary>
    /// <param name="keptScale">What dropout multiplied the kept units by; 1 without it.</param>
    public void Backward(float[] parameters, float[] gradient, int rows, float keptScale)
    {
        for (var layer = _shape.Layers - 1; layer >= 0; layer--)
        {
            var (inner, columns) = (_shape.Padded[layer], _shape.Padded[layer + 1]);
            var deltas = _deltas[layer + 1].AsSpan(0, rows * columns);
            MatrixProduct.Multiply(_units[layer], 1, inner, deltas, _shape.Weights(gradient, layer), inner, rows, columns, adds: false);
            var biases = _shape.Biases(gradient, layer);
            biases.Clear();
            for (var row = 0; row < rows; row++)
                TensorPrimitives.Add(biases, deltas.Slice(row * columns, columns), biases);
            if (layer == 0)
                break;
            var below = _deltas[layer].AsSpan(0, rows * inner);
            MatrixProduct.Transpose(_shape.Weights(parameters, layer), _transposed, inner, columns);
            MatrixProduct.Multiply(deltas, columns, 1, _transposed, below, rows, columns, inner, adds: false);
            PassRelu(_units[layer].AsSpan(0, rows * inner), below, keptScale);
        }
        if (_shape.WideLength > 0)
            MatrixProduct.Multiply(_units[0], 1, _shape.Padded[0], _deltas[^1], _shape.Wide(gradient), _shape.Padded[0], rows, _shape.Padded[^1], adds: false);
    }

    /// <summary>A unit that gave nothing, or was dropped, passes nothing on.</summary>
    private static void PassRelu(ReadOnlySpan<float> units, Span<float> deltas, float keptScale)
    {
        var unitVectors = MemoryMarshal.Cast<float, Vector<float>>(units);
        var deltaVectors = MemoryMarshal.Cast<float, Vector<float>>(deltas);
        for (var i = 0; i < deltaVectors.Length; i++)
            deltaVectors[i] = Vector.ConditionalSelect(Vector.GreaterThan(unitVectors[i], Vector<float>.Zero), deltaVectors[i] * keptScale, Vector<float>.Zero);
    }
}
