using System.Numerics;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Weights between two layers of a network, inputs × outputs, and one bias an output.</summary>
internal sealed class DenseLayer
{
    private readonly double[] _weights;
    private readonly double[] _biases;

    /// <param name="weights">Inputs × outputs.</param>
    /// <param name="biases">One an output.</param>
    public DenseLayer(double[] weights, double[] biases)
    {
        if (biases.Length == 0 || weights.Length % biases.Length != 0)
            throw new ArgumentException($"{weights.Length} weights are not inputs × {biases.Length} outputs.", nameof(weights));
        (_weights, _biases) = (weights, biases);
    }

    public int Inputs => _weights.Length / Outputs;

    public int Outputs => _biases.Length;

    public ReadOnlySpan<double> Weights => _weights;

    public ReadOnlySpan<double> Biases => _biases;

    public long Bytes => ((long)_weights.Length + _biases.Length) * sizeof(double);

    /// <summary><c>outputs = biases + inputs · weights</c>.</summary>
    public void Apply(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        _biases.CopyTo(outputs);
        Add(inputs, outputs);
    }

    /// <summary><c>outputs += inputs · weights</c>, without the biases.</summary>
    /// <remarks>
    /// Each output adds its terms in the order of the inputs, each product rounded before it is added: registers of any
    /// width give the same bits. An input of 0, as most of a category's are and half of what relu gives, costs nothing.
    /// </remarks>
    public void Add(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs = outputs[.._biases.Length];
        for (var input = 0; input < inputs.Length; input++)
        {
            if (inputs[input] != 0)
                AddScaled(_weights.AsSpan(input * outputs.Length, outputs.Length), inputs[input], outputs);
        }
    }

    /// <summary>Outputs × inputs, with biases of 0: the way back.</summary>
    public DenseLayer Transpose()
    {
        var transposed = new double[_weights.Length];
        for (var input = 0; input < Inputs; input++)
        {
            for (var output = 0; output < Outputs; output++)
                transposed[(output * Inputs) + input] = _weights[(input * Outputs) + output];
        }
        return new DenseLayer(transposed, new double[Inputs]);
    }

    private static void AddScaled(ReadOnlySpan<double> weights, double factor, Span<double> sums)
    {
        var factors = new Vector<double>(factor);
        var weightVectors = MemoryMarshal.Cast<double, Vector<double>>(weights);
        var sumVectors = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (var i = 0; i < weightVectors.Length; i++)
            sumVectors[i] += weightVectors[i] * factors;
        for (var i = weightVectors.Length * Vector<double>.Count; i < weights.Length; i++)
            sums[i] += weights[i] * factor;
    }
}
