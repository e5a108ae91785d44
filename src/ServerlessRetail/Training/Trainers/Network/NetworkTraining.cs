using System.Numerics.Tensors;
using ServerlessRetail.Datasets;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>
/// One network in training, epoch by epoch. What it is after an epoch depends on rows, options and seed alone, not on when
/// anybody stops.
/// </summary>
internal sealed class NetworkTraining
{
    /// <summary>Share of the learning rate that is left in the end.</summary>
    private const double LastRate = 0.01;

    private readonly TrainingSet _rows;
    private readonly PiecewiseLinearEncoding _encoding;
    private readonly NetworkOptions _options;
    private readonly NetworkShape _shape;
    private readonly SplitMix64 _random;
    private readonly Dropout? _dropout;
    private readonly AdamW _optimizer;
    private readonly BatchPass _pass;
    private readonly float[] _parameters;
    private readonly float[] _average;
    private readonly float[] _gradient;
    private readonly int[] _order;
    private readonly int _batchSize;
    private readonly double _meanWeight;
    private int _steps;

    /// <param name="rows">With the labels that the network shall learn.</param>
    /// <param name="options">Made out <see cref="NetworkOptions.For"/> these rows.</param>
    public NetworkTraining(TrainingSet rows, PiecewiseLinearEncoding encoding, NetworkOptions options, NetworkShape shape, ulong seed)
    {
        (_rows, _encoding, _options, _shape) = (rows, encoding, options, shape);
        _random = new SplitMix64(seed);
        _parameters = shape.Initialize(_random);
        _average = [.. _parameters];
        _gradient = new float[shape.Length];
        _dropout = options.Dropout > 0 ? new Dropout(options.Dropout, _random) : null;
        _optimizer = new AdamW(shape.Length, shape.WeightLength, options.WeightDecay);
        _batchSize = Math.Min(rows.RowCount, options.BatchSize);
        _pass = new BatchPass(shape, _batchSize);
        _order = [.. Enumerable.Range(0, rows.RowCount)];
        _meanWeight = rows.Weights is null ? 1 : rows.Weights.Average(weight => (double)weight);
    }

    /// <summary>The parameters that count: the running mean, or those of the last step.</summary>
    public float[] Parameters => _options.Averaging > 0 ? _average : _parameters;

    /// <exception cref="RejectedException">The gradient is not finite.</exception>
    public void TrainEpoch()
    {
        _random.Shuffle(_order);
        for (var start = 0; start < _order.Length; start += _batchSize)
        {
            Differentiate(_order.AsSpan(start, Math.Min(_batchSize, _order.Length - start)), _parameters, _gradient, _dropout);
            var norm = TensorPrimitives.Norm<float>(_gradient);
            if (!float.IsFinite(norm))
                throw new RejectedException(RejectionReasons.CannotFit, $"The network's weights grow without end: a column has numbers too extreme to learn from, or learningRate or weightDecay is too high. Exclude the column, or lower them, in {DatasetName.SettingsFile}.");
            var scale = _options.ClipNorm > 0 && norm > _options.ClipNorm ? (float)(_options.ClipNorm / norm) : 1;
            _optimizer.Step(_parameters, _gradient, LearningRate(), scale);
            _steps++;
            if (_options.Averaging > 0)
            {
                // A mean that begins with the first step's weights would not forget them for long.
                var kept = Math.Min(_options.Averaging, (1.0 + _steps) / (10 + _steps));
                TensorPrimitives.Lerp<float>(_parameters, _average, (float)kept, _average);
            }
        }
    }

    /// <summary>The gradient of the mean loss of some rows.</summary>
    internal void Differentiate(ReadOnlySpan<int> batch, float[] parameters, float[] gradient, Dropout? dropout)
    {
        for (var i = 0; i < batch.Length; i++)
            _encoding.Encode(_rows.Vectors[batch[i]], _pass.Inputs(i));
        _pass.Forward(parameters, batch.Length, dropout);
        for (var i = 0; i < batch.Length; i++)
        {
            var weight = (_rows.Weights?[batch[i]] ?? 1) / _meanWeight / batch.Length;
            NetworkLoss.Gradient(_rows.Task, _pass.Scores(i), _rows.Labels[batch[i]], weight, _pass.ScoreGradient(i));
        }
        _pass.Backward(parameters, gradient, batch.Length, dropout?.KeptScale ?? 1);
    }

    /// <summary>Adds the raw scores of rows, times a factor.</summary>
    /// <param name="scores">Rows × outputs.</param>
    public void AddScores(float[][] vectors, double factor, double[] scores)
    {
        var outputs = _rows.Outputs;
        for (var start = 0; start < vectors.Length; start += _batchSize)
        {
            var count = Math.Min(_batchSize, vectors.Length - start);
            for (var i = 0; i < count; i++)
                _encoding.Encode(vectors[start + i], _pass.Inputs(i));
            _pass.Forward(Parameters, count, dropout: null);
            for (var i = 0; i < count; i++)
            {
                for (var output = 0; output < outputs; output++)
                    scores[((start + i) * outputs) + output] += factor * _pass.Scores(i)[output];
            }
        }
    }

    private double LearningRate()
    {
        if (!_options.Anneals)
            return _options.LearningRate;
        var warmUp = (_order.Length + _batchSize - 1) / _batchSize;
        var share = Math.Min(1, (double)_steps / ((long)warmUp * _options.Epochs));
        return _options.LearningRate
            * Math.Min(1, (_steps + 1.0) / warmUp)
            * (LastRate + ((1 - LastRate) * 0.5 * (1 + Math.Cos(Math.PI * share))));
    }
}
