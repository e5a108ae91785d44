namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// The sum of a linear function and of several networks of dense layers with relu (wide and deep: Cheng et al., 2016), all
/// of them over the same inputs, which a <see cref="PiecewiseLinearEncoding"/> makes of the feature vector.
/// </summary>
/// <remarks>Scores are computed in doubles in a fixed order, and need no memory but a scratch area a thread.</remarks>
public sealed class NetworkPredictor : Predictor
{
    [ThreadStatic]
    private static double[]? _scratch;

    private readonly PiecewiseLinearEncoding _encoding;
    private readonly DenseLayer _linear;
    private readonly DenseLayer[][] _networks;
    private readonly float[] _means;

    /// <param name="encoding">From slots to inputs.</param>
    /// <param name="linear">Inputs × outputs, with the biases of all networks' outputs.</param>
    /// <param name="networks">
    /// The layers of each, all of the same widths: one hidden layer at least, then the outputs, whose biases are 0 and
    /// whose weights have the network's share in the sum.
    /// </param>
    /// <param name="means">Each slot's mean over the training rows: the vector that contributions are counted from.</param>
    internal NetworkPredictor(PiecewiseLinearEncoding encoding, DenseLayer linear, DenseLayer[][] networks, float[] means)
    {
        (_encoding, _linear, _networks, _means) = (encoding, linear, networks, means);
        if (encoding.Width != means.Length || linear.Inputs != encoding.Inputs)
            throw new ArgumentException($"{linear.Inputs} linear weights and {means.Length} means are not those of {encoding.Inputs} inputs and {encoding.Width} slots.", nameof(linear));
        if (Array.Exists(networks, layers => !Fits(layers)))
            throw new ArgumentException("The layers of a network do not fit each other, or not the other networks.", nameof(networks));
        LargestLayer = networks.Length == 0 ? 0 : networks[0].Max(layer => layer.Outputs);
    }

    public override int Width => _means.Length;

    public override int Outputs => _linear.Outputs;

    internal override PredictorKind Kind => PredictorKind.Network;

    /// <summary>Each slot's mean over the training rows.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>From slots to inputs.</summary>
    public PiecewiseLinearEncoding Encoding => _encoding;

    internal DenseLayer Linear => _linear;

    internal IReadOnlyList<IReadOnlyList<DenseLayer>> Networks => _networks;

    internal int LargestLayer { get; }

    internal override long Bytes => _linear.Bytes + _networks.Sum(layers => layers.Sum(layer => layer.Bytes)) + _encoding.Bytes + ((long)_means.Length * sizeof(float));

    public override void Predict(ReadOnlySpan<float> vector, Span<double> scores)
    {
        var scratch = Scratch(_encoding.Inputs + (2 * LargestLayer));
        var inputs = scratch[.._encoding.Inputs];
        var even = scratch.Slice(_encoding.Inputs, LargestLayer);
        var odd = scratch[(_encoding.Inputs + LargestLayer)..];
        _encoding.Encode(vector, inputs);
        _linear.Apply(inputs, scores);
        foreach (var layers in _networks)
        {
            ReadOnlySpan<double> below = inputs;
            for (var layer = 0; layer < layers.Length - 1; layer++)
            {
                var units = (layer % 2 == 0 ? even : odd)[..layers[layer].Outputs];
                layers[layer].Apply(below, units);
                Relu(units);
                below = units;
            }
            layers[^1].Add(below, scores);
        }
    }

    /// <summary>
    /// DeepLIFT with the rescale rule (Shrikumar, Greenside and Kundaje, 2017), counted from the mean training row: what the
    /// groups of slots are given adds up to the score's distance from the reference's, layer by layer.
    /// </summary>
    public override Explainer CreateExplainer(SlotGroups groups) => new NetworkExplainer(this, groups);

    internal static void Relu(Span<double> units)
    {
        for (var unit = 0; unit < units.Length; unit++)
            units[unit] = units[unit] > 0 ? units[unit] : 0;
    }

    /// <summary>Room of the calling thread, good until it asks again.</summary>
    internal static Span<double> Scratch(int length)
    {
        if (_scratch is null || _scratch.Length < length)
            _scratch = new double[length];
        return _scratch.AsSpan(0, length);
    }

    internal override void Write(BinaryWriter writer)
    {
        writer.WriteSingles(_means);
        _encoding.Write(writer);
        writer.WriteDoubles(_linear.Biases);
        writer.WriteDoubles(_linear.Weights);
        DenseLayer[] first = _networks.Length == 0 ? [] : _networks[0];
        writer.Write(_networks.Length);
        writer.Write(Math.Max(0, first.Length - 1));
        writer.WriteInt32s([.. first.SkipLast(1).Select(layer => layer.Outputs)]);
        foreach (var layers in _networks)
        {
            foreach (var layer in layers.AsSpan(..^1))
            {
                writer.WriteSingles([.. layer.Biases.ToArray().Select(bias => (float)bias)]);
                writer.WriteSingles([.. layer.Weights.ToArray().Select(weight => (float)weight)]);
            }
            writer.WriteDoubles(layers[^1].Weights);
        }
    }

    /// <exception cref="InvalidDataException">Damaged.</exception>
    internal static NetworkPredictor Read(ref ModelFileReader reader, int width, int outputs)
    {
        if (width < 1 || outputs < 1)
            throw new InvalidDataException("The model file is damaged: a network without slots or outputs.");
        var means = reader.Singles(width);
        var encoding = PiecewiseLinearEncoding.Read(ref reader, width);
        var biases = reader.Doubles(outputs);
        var linear = new DenseLayer(reader.Doubles(checked(encoding.Inputs * outputs)), biases);
        var (networks, hidden) = (reader.Int32(), reader.Int32());
        var widths = reader.Int32s(hidden);
        if (networks < 0 || (networks == 0) != (hidden == 0) || Array.Exists(widths, units => units < 1))
            throw new InvalidDataException("The model file is damaged: layers of a network that cannot be.");
        var read = new List<DenseLayer[]>();
        for (var network = 0; network < networks; network++)
        {
            var (layers, below) = (new DenseLayer[hidden + 1], encoding.Inputs);
            for (var layer = 0; layer < hidden; layer++)
            {
                var layerBiases = Array.ConvertAll(reader.Singles(widths[layer]), bias => (double)bias);
                layers[layer] = new DenseLayer(Array.ConvertAll(reader.Singles(checked(below * widths[layer])), weight => (double)weight), layerBiases);
                below = widths[layer];
            }
            layers[hidden] = new DenseLayer(reader.Doubles(checked(below * outputs)), new double[outputs]);
            read.Add(layers);
        }
        return new NetworkPredictor(encoding, linear, [.. read], means);
    }

    private bool Fits(DenseLayer[] layers)
    {
        var below = _encoding.Inputs;
        foreach (var layer in layers)
        {
            if (layer.Inputs != below)
                return false;
            below = layer.Outputs;
        }
        return layers.Length > 1 && below == Outputs && layers.Select(layer => layer.Outputs).SequenceEqual(_networks[0].Select(layer => layer.Outputs));
    }
}
