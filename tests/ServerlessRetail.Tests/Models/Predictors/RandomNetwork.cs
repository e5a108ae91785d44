using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Tests.Models.Predictors;

/// <summary>Networks over four slots, two of them with steps, with weights drawn from a seed.</summary>
internal static class RandomNetwork
{
    private static readonly int[] Widths = [7, 5, 3];

    /// <param name="hidden">Hidden layers, 0 to 3.</param>
    public static NetworkPredictor Create(int hidden, int outputs, int networks, int seed, float[][]? edges = null, int slots = 4)
    {
        var random = new Random(seed);
        var encoding = new PiecewiseLinearEncoding(edges ?? [[-1, 0, 2.5f], [], [-30, 30], []]);
        var deep = Enumerable.Range(0, networks).Select(_ => Layers().ToArray()).ToArray();
        return new NetworkPredictor(encoding, Layer(encoding.Inputs, outputs, isLast: false), deep, [.. Enumerable.Range(0, slots).Select(_ => (float)Draw())]);

        IEnumerable<DenseLayer> Layers()
        {
            var below = encoding.Inputs;
            foreach (var width in Widths.Take(hidden))
            {
                yield return Layer(below, width, isLast: false);
                below = width;
            }
            yield return Layer(below, outputs, isLast: true);
        }

        DenseLayer Layer(int inputs, int units, bool isLast) => new(
            [.. Enumerable.Range(0, inputs * units).Select(_ => Draw())], [.. Enumerable.Range(0, units).Select(_ => isLast ? 0 : Draw())]);

        // Through float, as the file holds the weights of hidden layers.
        double Draw() => (float)((2 * random.NextDouble()) - 1);
    }
}
