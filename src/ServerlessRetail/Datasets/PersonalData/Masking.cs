namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>Stands in for a customer's value wherever something must be shown.</summary>
public static class Masking
{
    /// <summary>What every present value becomes: neither its length nor its first letter is told.</summary>
    public const string Masked = "***";

    /// <returns><see cref="Masked"/>, or nothing for an empty value.</returns>
    public static string Mask(string? value) => string.IsNullOrEmpty(value) ? "" : Masked;
}
