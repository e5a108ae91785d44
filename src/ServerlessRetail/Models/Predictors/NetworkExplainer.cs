namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Takes a network's score apart by DeepLIFT with the rescale rule. A unit passes on what it is given times
/// <c>(relu(z) - relu(z₀)) / (z - z₀)</c>, where z₀ is what it has for the mean training row, so that nothing is lost on
/// the way back from the score to the inputs.
/// </summary>
internal sealed class NetworkExplainer : Explainer
{
    private readonly NetworkPredictor _predictor;
    private readonly SlotGroups _groups;
    private readonly double[] _baseScores;
    private readonly double[] _referenceInputs;
    private readonly double[] _linear;
    private readonly NetworkBack[] _networks;
    private readonly int _room;

    public NetworkExplainer(NetworkPredictor predictor, SlotGroups groups)
    {
        (_predictor, _groups, _baseScores) = (predictor, groups, new double[predictor.Outputs]);
        predictor.Predict(predictor.Means, _baseScores);
        _referenceInputs = new double[predictor.Encoding.Inputs];
        predictor.Encoding.Encode(predictor.Means, _referenceInputs);
        _linear = predictor.Linear.Transpose().Weights.ToArray();
        _networks = [.. predictor.Networks.Select(layers => new NetworkBack([.. layers], _referenceInputs))];
        var units = predictor.Networks.Count == 0 ? 0 : predictor.Networks[0].SkipLast(1).Sum(layer => layer.Outputs);
        _room = (2 * _referenceInputs.Length) + units + (2 * predictor.LargestLayer);
    }

    public override int Groups => _groups.Count;

    public override ReadOnlySpan<double> BaseScores => _baseScores;

    internal override long Bytes => ((long)(_referenceInputs.Length + _linear.Length) * sizeof(double)) + _networks.Sum(network => network.Bytes);

    public override void Explain(ReadOnlySpan<float> vector, int output, Span<double> contributions)
    {
        var encoding = _predictor.Encoding;
        var scratch = NetworkPredictor.Scratch(_room);
        var inputs = scratch[..encoding.Inputs];
        var factors = scratch.Slice(encoding.Inputs, encoding.Inputs);
        var rest = scratch[(2 * encoding.Inputs)..];
        encoding.Encode(vector, inputs);
        _linear.AsSpan(output * encoding.Inputs, encoding.Inputs).CopyTo(factors);
        foreach (var network in _networks)
            network.AddFactors(inputs, output, factors, rest);

        for (var group = 0; group < contributions.Length; group++)
        {
            var (start, length) = _groups[group].GetOffsetAndLength(_groups.Width);
            double contribution = 0;
            for (var slot = start; slot < start + length; slot++)
            {
                contribution += factors[slot] * (inputs[slot] - _referenceInputs[slot]);
                var (first, count) = encoding.InputsOf(slot).GetOffsetAndLength(encoding.Inputs);
                for (var input = first; input < first + count; input++)
                    contribution += factors[input] * (inputs[input] - _referenceInputs[input]);
            }
            contributions[group] = contribution;
        }
    }

    /// <summary>One network, with the way back from its outputs to its inputs.</summary>
    private sealed class NetworkBack
    {
        private readonly DenseLayer[] _layers;
        private readonly DenseLayer[] _back;

        /// <summary>What the units of each hidden layer have for the mean training row, before relu.</summary>
        private readonly double[][] _references;

        private readonly int _largest;

        public NetworkBack(DenseLayer[] layers, double[] referenceInputs)
        {
            _layers = layers;
            _back = [.. layers.Select(layer => layer.Transpose())];
            _references = new double[layers.Length - 1][];
            var below = referenceInputs;
            for (var layer = 0; layer < _references.Length; layer++)
            {
                _references[layer] = new double[layers[layer].Outputs];
                layers[layer].Apply(below, _references[layer]);
                below = [.. _references[layer]];
                NetworkPredictor.Relu(below);
            }
            _largest = layers.Max(layer => layer.Outputs);
        }

        public long Bytes => _back.Sum(layer => layer.Bytes);

        /// <summary>Adds to each input's factor what this network's output gains for each unit of the input's distance from the reference.</summary>
        public void AddFactors(ReadOnlySpan<double> inputs, int output, Span<double> factors, Span<double> scratch)
        {
            var passed = scratch[.._largest];
            var below = scratch.Slice(_largest, _largest);
            var units = scratch[(2 * _largest)..];
            var top = _references.Length - 1;

            // Up: the values before relu are kept, one layer after the other.
            var offset = 0;
            for (var layer = 0; layer <= top; layer++)
            {
                var count = _layers[layer].Outputs;
                _layers[layer].Apply(layer == 0 ? inputs : below[.._layers[layer].Inputs], units.Slice(offset, count));
                units.Slice(offset, count).CopyTo(below);
                NetworkPredictor.Relu(below[..count]);
                offset += count;
            }

            // Down.
            var lastUnits = _layers[^1].Inputs;
            _back[^1].Weights.Slice(output * lastUnits, lastUnits).CopyTo(passed);
            for (var layer = top; layer >= 0; layer--)
            {
                var count = _layers[layer].Outputs;
                offset -= count;
                Rescale(units.Slice(offset, count), _references[layer], passed);
                if (layer == 0)
                {
                    _back[0].Add(passed[..count], factors);
                    return;
                }
                _back[layer].Apply(passed[..count], below[.._layers[layer].Inputs]);
                var swap = passed;
                passed = below;
                below = swap;
            }
        }

        private static void Rescale(ReadOnlySpan<double> units, double[] references, Span<double> passed)
        {
            for (var unit = 0; unit < units.Length; unit++)
            {
                var (now, before) = (units[unit], references[unit]);
                passed[unit] *= now > 0 == before > 0 ? (now > 0 ? 1 : 0) : (Math.Max(now, 0) - Math.Max(before, 0)) / (now - before);
            }
        }
    }
}
