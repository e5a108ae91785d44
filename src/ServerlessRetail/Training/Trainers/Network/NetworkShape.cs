namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>
/// Where the parameters of a network lie in one array: first all weights, each layer's inputs × outputs, then all biases.
/// Every layer is padded to what vectors fill; the weights of padding are 0 and stay 0.
/// </summary>
internal sealed class NetworkShape
{
    private readonly int[] _weightStarts;
    private readonly int[] _biasStarts;

    /// <param name="units">Inputs, hidden layers, outputs.</param>
    /// <param name="isWide">Whether weights lead straight from the inputs to the outputs too.</param>
    public NetworkShape(IReadOnlyList<int> units, bool isWide)
    {
        Units = units;
        Padded = [.. units.Select(MatrixProduct.Pad)];
        Layers = units.Count - 1;
        _weightStarts = new int[Layers + 1];
        for (var layer = 0; layer < Layers; layer++)
            _weightStarts[layer + 1] = checked(_weightStarts[layer] + (Padded[layer] * Padded[layer + 1]));
        WideLength = isWide && Layers > 1 ? Padded[0] * Padded[^1] : 0;
        WeightLength = _weightStarts[^1] + WideLength;
        _biasStarts = new int[Layers + 1];
        _biasStarts[0] = WeightLength;
        for (var layer = 0; layer < Layers; layer++)
            _biasStarts[layer + 1] = _biasStarts[layer] + Padded[layer + 1];
    }

    /// <summary>Inputs, units of each hidden layer, outputs.</summary>
    public IReadOnlyList<int> Units { get; }

    /// <summary>The same with padding.</summary>
    public int[] Padded { get; }

    /// <summary>Hidden layers and the output layer.</summary>
    public int Layers { get; }

    /// <summary>Length of the weights, which come first.</summary>
    public int WeightLength { get; }

    /// <summary>Weights from the inputs straight to the outputs, with padding; 0 where there are none.</summary>
    public int WideLength { get; }

    /// <summary>Length of all parameters.</summary>
    public int Length => _biasStarts[^1];

    public Span<float> Weights(float[] parameters, int layer) => parameters.AsSpan(_weightStarts[layer].._weightStarts[layer + 1]);

    public Span<float> Wide(float[] parameters) => parameters.AsSpan(_weightStarts[^1], WideLength);

    public Span<float> Biases(float[] parameters, int layer) => parameters.AsSpan(_biasStarts[layer].._biasStarts[layer + 1]);

    /// <summary>
    /// Weights drawn for relu: He, Zhang, Ren and Sun, 2015. Straight weights and biases are 0.
    /// </summary>
    public float[] Initialize(SplitMix64 random)
    {
        var parameters = new float[Length];
        for (var layer = 0; layer < Layers; layer++)
        {
            var weights = Weights(parameters, layer);
            var deviation = Math.Sqrt((layer < Layers - 1 ? 2.0 : 1.0) / Units[layer]);
            for (var input = 0; input < Units[layer]; input++)
            {
                for (var output = 0; output < Units[layer + 1]; output++)
                    weights[(input * Padded[layer + 1]) + output] = (float)(deviation * random.NextNormal());
            }
        }
        return parameters;
    }
}
