namespace ServerlessRetail.Datasets;

/// <summary>A number that a column has in place of missing cells: -200, 999.</summary>
/// <param name="Value">The number as it was read.</param>
/// <param name="Count">Cells that had it, and are missing now.</param>
/// <param name="Reason">How that was found, as the end of a sentence.</param>
public sealed record MissingNumber(float Value, int Count, string Reason)
{
    /// <summary>The whole of it as evidence; empty where no cell had the number.</summary>
    public string Evidence => Count == 0 ? "" : FormattableString.Invariant($"; {Text} in {Count} cells counts as missing: {Reason}");

    public string Text => Value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
