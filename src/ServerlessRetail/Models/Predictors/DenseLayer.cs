using System.Numerics;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Weights between two layers of a network, inputs × outputs, and one bias an output.</summary>
internal sealed class DenseLayer
{
    /// <summary>Inputs of which those that are not 0 are noted at once.</summary>
    private const int InputsTogether = 512;

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
        Span<int> present = stackalloc int[Math.Min(inputs.Length, InputsTogether)];
        for (var start = 0; start < inputs.Length; start += InputsTogether)
        {
            var together = inputs.Slice(start, Math.Min(InputsTogether, inputs.Length - start));
            var count = 0;
            for (var input = 0; input < together.Length; input++)
            {
                present[count] = input;
                count += together[input] != 0 ? 1 : 0;
            }
            AddPresent(_weights.AsSpan(start * outputs.Length), together, present[..count], outputs);
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

    /// <summary>Sums stay in registers while all inputs are added to them: eight vectors of sums, then one, then single sums.</summary>
    private static void AddPresent(ReadOnlySpan<double> weights, ReadOnlySpan<double> inputs, ReadOnlySpan<int> present, Span<double> sums)
    {
        var (lanes, output) = (Vector<double>.Count, 0);
        for (; output + (8 * lanes) <= sums.Length; output += 8 * lanes)
        {
            var block = MemoryMarshal.Cast<double, Vector<double>>(sums.Slice(output, 8 * lanes));
            var (a, b, c, d) = (block[0], block[1], block[2], block[3]);
            var (e, f, g, h) = (block[4], block[5], block[6], block[7]);
            foreach (var input in present)
            {
                var factor = new Vector<double>(inputs[input]);
                var row = MemoryMarshal.Cast<double, Vector<double>>(weights.Slice((input * sums.Length) + output, 8 * lanes));
                a += row[0] * factor;
                b += row[1] * factor;
                c += row[2] * factor;
                d += row[3] * factor;
                e += row[4] * factor;
                f += row[5] * factor;
                g += row[6] * factor;
                h += row[7] * factor;
            }
            (block[0], block[1], block[2], block[3]) = (a, b, c, d);
            (block[4], block[5], block[6], block[7]) = (e, f, g, h);
        }
        for (; output + lanes <= sums.Length; output += lanes)
        {
            var sum = new Vector<double>(sums[output..]);
            foreach (var input in present)
                sum += new Vector<double>(weights.Slice((input * sums.Length) + output, lanes)) * new Vector<double>(inputs[input]);
            sum.CopyTo(sums[output..]);
        }
        for (; output < sums.Length; output++)
        {
            var sum = sums[output];
            foreach (var input in present)
                sum += weights[(input * sums.Length) + output] * inputs[input];
            sums[output] = sum;
        }
    }
}
