using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>Makes a predictor of trained parameters: padding goes, the label's scale and the mean over networks go into the last layer.</summary>
internal static class NetworkAssembly
{
    /// <param name="networks">The parameters of each.</param>
    /// <param name="scale">Of the label: score = scale · network + offset.</param>
    public static NetworkPredictor Assemble(
        PiecewiseLinearEncoding encoding, NetworkShape shape, IReadOnlyList<float[]> networks, double scale, double offset, float[] means)
    {
        var outputs = shape.Units[^1];
        var share = scale / networks.Count;
        var biases = new double[outputs];
        biases.AsSpan().Fill(offset);
        var linear = new double[encoding.Inputs * outputs];
        var deep = new List<DenseLayer[]>();
        foreach (var parameters in networks)
        {
            Add(biases, shape.Biases(parameters, shape.Layers - 1)[..outputs], share);
            if (shape.WideLength > 0)
                Add(linear, Trim(shape.Wide(parameters), encoding.Inputs, outputs, shape.Padded[^1]), share);
            if (shape.Layers == 1)
                Add(linear, Trim(shape.Weights(parameters, 0), encoding.Inputs, outputs, shape.Padded[1]), share);
            else
                deep.Add([.. Enumerable.Range(0, shape.Layers).Select(layer => Layer(shape, parameters, layer, share))]);
        }
        return new NetworkPredictor(encoding, new DenseLayer(linear, biases), [.. deep], means);
    }

    private static DenseLayer Layer(NetworkShape shape, float[] parameters, int layer, double share)
    {
        var (inputs, outputs) = (shape.Units[layer], shape.Units[layer + 1]);
        var weights = Array.ConvertAll(Trim(shape.Weights(parameters, layer), inputs, outputs, shape.Padded[layer + 1]), weight => (double)weight);
        if (layer == shape.Layers - 1)
            return new DenseLayer(Array.ConvertAll(weights, weight => weight * share), new double[outputs]);
        return new DenseLayer(weights, Array.ConvertAll(shape.Biases(parameters, layer)[..outputs].ToArray(), bias => (double)bias));
    }

    private static float[] Trim(ReadOnlySpan<float> padded, int inputs, int outputs, int stride)
    {
        var trimmed = new float[inputs * outputs];
        for (var input = 0; input < inputs; input++)
            padded.Slice(input * stride, outputs).CopyTo(trimmed.AsSpan(input * outputs));
        return trimmed;
    }

    private static void Add(double[] sums, ReadOnlySpan<float> terms, double factor)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += factor * terms[i];
    }
}
