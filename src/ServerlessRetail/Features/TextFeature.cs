using System.Numerics.Tensors;

namespace ServerlessRetail.Features;

/// <summary>
/// Free text as hashed words: each word, a run of letters and digits in any case, adds or subtracts 1 in the slot that
/// its hash says (Weinberger et al., 2009); the slots are then scaled to length 1. A last slot says "was missing" where
/// that carries signal.
/// </summary>
/// <param name="Buckets">Slots for words, 2 or more.</param>
public sealed record TextFeature(string Name, int Buckets, bool FlagsMissing) : FeatureColumn(Name)
{
    public override int CellWidth => Buckets;

    public override int Width => Buckets + (FlagsMissing ? 1 : 0);

    public override string Expected => "a text";

    public override bool TryReadText(ReadOnlySpan<char> text, Span<float> cells)
    {
        cells.Clear();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
                continue;
            if (i > start)
                Add(Fnv1a.Hash(text[start..i]), cells);
            start = i + 1;
        }

        // Whole numbers, so the sum of their squares is exact in any order; a text without words has no length.
        var length = MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(cells));
        if (length > 0)
            TensorPrimitives.Divide(cells, length, cells);
        return true;
    }

    public override void Encode(ReadOnlySpan<float> cells, Span<float> slots)
    {
        var missing = float.IsNaN(cells[0]);
        if (missing)
            slots[..Buckets].Clear();
        else
            cells.CopyTo(slots);
        if (FlagsMissing)
            slots[Buckets] = missing ? 1 : 0;
    }

    /// <summary>The sign is another bit of the hash than those of the slot, so that words in one slot cancel out on average.</summary>
    private void Add(uint hash, Span<float> cells) => cells[(int)(hash % (uint)Buckets)] += hash >> 31 == 0 ? 1 : -1;
}
