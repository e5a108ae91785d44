namespace ServerlessRetail.Scoring;

/// <summary>Where a JSON value stands in the text that it was sent in, quotes and all.</summary>
/// <param name="Length">In bytes; 0: there is no value.</param>
internal readonly record struct RawValue(int Start, int Length)
{
    public bool IsThere => Length > 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
}
