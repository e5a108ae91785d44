using System.Runtime.InteropServices;
using CsCheck;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

public sealed class DenseLayerTests
{
    /// <summary>Each product is rounded before it is added, in the order of the inputs.</summary>
    [Fact]
    public void Outputs_are_bit_for_bit_those_of_the_plain_sum() => Gen.Select(Gen.Int[0, 1_100], Gen.Int[1, 150], Gen.Int).Sample((inputs, outputs, seed) =>
    {
        var random = new Random(seed);
        var (weights, biases, row) = (Draw(inputs * outputs), Draw(outputs), Draw(inputs));
        for (var input = 0; input < inputs; input += 1 + random.Next(3))
            row[input] = random.Next(2) == 0 ? 0 : -0.0;
        var (expected, actual) = (biases.ToArray(), new double[outputs]);
        for (var input = 0; input < inputs; input++)
        {
            for (var output = 0; output < outputs && row[input] != 0; output++)
                expected[output] += weights[(input * outputs) + output] * row[input];
        }

        new DenseLayer(weights, biases).Apply(row, actual);

        return MemoryMarshal.AsBytes<double>(expected).SequenceEqual(MemoryMarshal.AsBytes<double>(actual));

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.5) * 100)];
    }, iter: 60);
}
