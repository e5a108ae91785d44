namespace ServerlessRetail.Features;

/// <summary>
/// FNV-1a in 32 bits (Fowler, Noll and Vo, 1991) over the UTF-16 units of a text in lower case, low byte first, with its
/// halves folded together. Part of the model format: it must give the same value for ever.
/// </summary>
internal static class Fnv1a
{
    private const uint OffsetBasis = 2_166_136_261;
    private const uint Prime = 16_777_619;

    public static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = OffsetBasis;
        foreach (var character in text)
        {
            var unit = char.ToLowerInvariant(character);
            hash = (hash ^ (byte)unit) * Prime;
            hash = (hash ^ (byte)(unit >> 8)) * Prime;
        }

        return hash ^ (hash >> 16);
    }
}
