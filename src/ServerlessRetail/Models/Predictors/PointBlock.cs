using System.Numerics;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Points of an integral from 0 to 1, one a lane, and what <see cref="TreesExplainer"/> multiplies by at them.</summary>
internal sealed class PointBlock
{
    private readonly AlignedMemory<double> _factors;

    private PointBlock(ReadOnlySpan<double> points, ReadOnlySpan<double> weights, double[] shares)
    {
        Weights = new Vector<double>(weights);
        var t = new Vector<double>(points);

        _factors = new AlignedMemory<double>(2 * (shares.Length + 1) * Vector<double>.Count);
        var factors = MemoryMarshal.Cast<double, Vector<double>>(_factors.Span);
        for (var place = 0; place < shares.Length; place++)
        {
            var whole = t + ((Vector<double>.One - t) * shares[place]);
            factors[2 * (place + 1)] = t / whole;
            factors[(2 * (place + 1)) + 1] = Vector.Create(shares[place]) / (whole * whole);
        }
    }

    /// <summary>Of the points.</summary>
    public Vector<double> Weights { get; }

    /// <summary>
    /// Two vectors a share: <c>t / (t + (1 - t) · share)</c> and <c>share / (t + (1 - t) · share)²</c>. The first two are 0,
    /// of a group whose conditions do not hold; then comes share 1, of a group that was not asked yet.
    /// </summary>
    public ReadOnlySpan<Vector<double>> Factors => MemoryMarshal.Cast<double, Vector<double>>(_factors.Span);

    public long Bytes => _factors.Bytes;

    /// <summary>Points enough for polynomials that have one factor for each of so many players but one.</summary>
    /// <param name="shares">One for each pair of factors.</param>
    public static PointBlock[] Create(int players, double[] shares)
    {
        var size = Vector<double>.Count;
        var blocks = Math.Max(1, ((players + 1) / 2 + size - 1) / size);
        var rule = new GaussLegendre(blocks * size);
        return [.. Enumerable.Range(0, blocks).Select(block => new PointBlock(rule.Points.AsSpan(block * size, size), rule.Weights.AsSpan(block * size, size), shares))];
    }
}
