using System.Numerics;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Training.Trainers.Network;

/// <summary>
/// Adam (Kingma and Ba, 2015) with weight decay beside the gradient instead of in it (Loshchilov and Hutter, 2019).
/// </summary>
/// <param name="length">Of all parameters; one that vectors fill.</param>
/// <param name="decayed">How many of them, from the first, decay: the weights, not the biases.</param>
internal sealed class AdamW(int length, int decayed, double weightDecay)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _means = new float[length];
    private readonly float[] _squares = new float[length];
    private int _steps;

    /// <param name="gradientScale">What the gradient is multiplied by first.</param>
    public void Step(float[] parameters, float[] gradient, double learningRate, float gradientScale)
    {
        _steps++;
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, _steps));
        var rate = new Vector<float>((float)(learningRate * correction / (1 - Math.Pow(Beta1, _steps))));
        var epsilon = new Vector<float>((float)(Epsilon * correction));
        var kept = new Vector<float>((float)(1 - (learningRate * weightDecay)));

        var weights = MemoryMarshal.Cast<float, Vector<float>>(parameters.AsSpan());
        var gradients = MemoryMarshal.Cast<float, Vector<float>>(gradient.AsSpan());
        var means = MemoryMarshal.Cast<float, Vector<float>>(_means.AsSpan());
        var squares = MemoryMarshal.Cast<float, Vector<float>>(_squares.AsSpan());
        var decayedVectors = decayed / Vector<float>.Count;
        for (var i = 0; i < weights.Length; i++)
        {
            var slope = gradients[i] * gradientScale;
            means[i] = (means[i] * Beta1) + (slope * (1 - Beta1));
            squares[i] = (squares[i] * Beta2) + (slope * slope * (1 - Beta2));
            var from = i < decayedVectors ? weights[i] * kept : weights[i];
            weights[i] = from - (rate * means[i] / (Vector.SquareRoot(squares[i]) + epsilon));
        }
    }
}
