using System.Numerics;

namespace ServerlessRetail.Models.Predictors;

/// <summary>
/// Widens a feature vector so that a network need not learn where a number's steps and bends are: each slot stays, and a
/// slot with edges <c>e₀ &lt; e₁ &lt; … &lt; eₙ</c> gets <c>n</c> inputs more, <c>clamp((slot - eᵢ) / (eᵢ₊₁ - eᵢ), 0, 1)</c>.
/// Gorishniy, Rubachev and Babenko, "On Embeddings for Numerical Features in Tabular Deep Learning", 2022.
/// </summary>
public sealed class PiecewiseLinearEncoding
{
    private readonly float[][] _edges;
    private readonly int[] _starts;

    /// <param name="edges">Of each slot, ascending: none, or two and more.</param>
    public PiecewiseLinearEncoding(IReadOnlyList<float[]> edges)
    {
        _edges = [.. edges];
        _starts = new int[_edges.Length + 1];
        _starts[0] = Width;
        for (var slot = 0; slot < Width; slot++)
        {
            _starts[slot + 1] = checked(_starts[slot] + Math.Max(0, _edges[slot].Length - 1));
            if (_edges[slot].Length == 1 || !IsAscending(_edges[slot]))
                throw new ArgumentException($"The edges of slot {slot} do not ascend.", nameof(edges));
        }
    }

    /// <summary>Slots of the feature vector.</summary>
    public int Width => _edges.Length;

    /// <summary>Inputs of the network: the slots, then the inputs that each of them gets more.</summary>
    public int Inputs => _starts[^1];

    public long Bytes => ((long)Inputs * sizeof(float)) + ((long)Width * sizeof(int));

    /// <summary>The inputs that a slot gets more.</summary>
    public Range InputsOf(int slot) => _starts[slot].._starts[slot + 1];

    /// <typeparam name="T">Double to score, float to train.</typeparam>
    /// <param name="vector"><see cref="Width"/> slots.</param>
    /// <param name="inputs">Room for <see cref="Inputs"/> numbers; every one is written.</param>
    public void Encode<T>(ReadOnlySpan<float> vector, Span<T> inputs)
        where T : struct, INumberBase<T>
    {
        for (var slot = 0; slot < _edges.Length; slot++)
        {
            inputs[slot] = T.CreateTruncating(vector[slot]);
            if (_edges[slot].Length == 0)
                continue;
            var steps = inputs[_starts[slot].._starts[slot + 1]];
            var (full, part) = Locate(_edges[slot], vector[slot]);
            steps[..full].Fill(T.One);
            steps[full..].Clear();
            if (full < steps.Length)
                steps[full] = T.CreateTruncating(part);
        }
    }

    internal void Write(BinaryWriter writer)
    {
        writer.WriteInt32s([.. _edges.Select(edges => edges.Length)]);
        foreach (var edges in _edges)
            writer.WriteSingles(edges);
    }

    internal static PiecewiseLinearEncoding Read(ref ModelFileReader reader, int width)
    {
        var counts = reader.Int32s(width);
        var edges = new float[width][];
        for (var slot = 0; slot < width; slot++)
        {
            edges[slot] = reader.Singles(counts[slot]);
            if (edges[slot].Length == 1 || !IsAscending(edges[slot]))
                throw new InvalidDataException("The model file is damaged: the edges of a number's steps do not ascend.");
        }
        return new PiecewiseLinearEncoding(edges);
    }

    /// <returns>Steps that the number has passed, and how far it is through the next.</returns>
    private static (int Full, double Part) Locate(float[] edges, float number)
    {
        var full = 0;
        while (full < edges.Length - 1 && number >= edges[full + 1])
            full++;
        return full == edges.Length - 1 ? (full, 0) : (full, Math.Max(0, ((double)number - edges[full]) / ((double)edges[full + 1] - edges[full])));
    }

    private static bool IsAscending(float[] edges)
    {
        for (var i = 0; i < edges.Length; i++)
        {
            if (!float.IsFinite(edges[i]) || (i > 0 && !(edges[i] > edges[i - 1])))
                return false;
        }
        return true;
    }
}
