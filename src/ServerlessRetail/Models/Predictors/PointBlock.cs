using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Eight points of an integral from 0 to 1, one a lane, and what <see cref="TreesExplainer"/> multiplies by at them.</summary>
internal sealed class PointBlock
{
    private readonly double[] _factors;
    private readonly int _start;

    private PointBlock(ReadOnlySpan<double> points, ReadOnlySpan<double> weights, double[] shares)
    {
        Weights = Vector512.Create(weights);
        var t = Vector512.Create(points);

        // Pinned, so that it stays where vectors do not straddle the lines of the cache.
        _factors = GC.AllocateArray<double>((2 * (shares.Length + 1) * Vector512<double>.Count) + Vector512<double>.Count, pinned: true);
        _start = AlignedStart(_factors);
        var factors = MemoryMarshal.Cast<double, Vector512<double>>(_factors.AsSpan(_start));
        for (var place = 0; place < shares.Length; place++)
        {
            var whole = t + ((Vector512<double>.One - t) * shares[place]);
            factors[2 * (place + 1)] = t / whole;
            factors[(2 * (place + 1)) + 1] = Vector512.Create(shares[place]) / (whole * whole);
        }
    }

    /// <summary>Of the points.</summary>
    public Vector512<double> Weights { get; }

    /// <summary>
    /// Two vectors a share: <c>t / (t + (1 - t) · share)</c> and <c>share / (t + (1 - t) · share)²</c>. The first two are 0,
    /// of a group whose conditions do not hold; then comes share 1, of a group that was not asked yet.
    /// </summary>
    public ReadOnlySpan<Vector512<double>> Factors => MemoryMarshal.Cast<double, Vector512<double>>(_factors.AsSpan(_start));

    public long Bytes => (long)_factors.Length * sizeof(double);

    /// <summary>Points enough for polynomials that have one factor for each of so many players but one.</summary>
    /// <param name="shares">One for each pair of factors.</param>
    public static PointBlock[] Create(int players, double[] shares)
    {
        var size = Vector512<double>.Count;
        var blocks = Math.Max(1, ((players + 1) / 2 + size - 1) / size);
        var rule = new GaussLegendre(blocks * size);
        return [.. Enumerable.Range(0, blocks).Select(block => new PointBlock(rule.Points.AsSpan(block * size, size), rule.Weights.AsSpan(block * size, size), shares))];
    }

    /// <summary>The first place, of eight, where a line of the cache begins.</summary>
    public static int AlignedStart(ReadOnlySpan<double> room)
    {
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<double, byte>(ref MemoryMarshal.GetReference(room)));
        return (int)(-address & (Unsafe.SizeOf<Vector512<double>>() - 1)) / sizeof(double);
    }
}
