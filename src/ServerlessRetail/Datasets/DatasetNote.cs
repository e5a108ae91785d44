namespace ServerlessRetail.Datasets;

/// <summary>Something that reading decided or mended, worth telling the owner of the file.</summary>
/// <param name="Code">One of the constants of this type.</param>
/// <param name="Column">The column concerned, as it is named in the dataset; null: the whole file.</param>
/// <param name="Detail">A sentence. Never a customer's value.</param>
public sealed record DatasetNote(string Code, string? Column, string Detail)
{
    public const string NoHeader = "noHeader";
    public const string UnnamedColumn = "unnamedColumn";
    public const string DuplicateName = "duplicateName";
    public const string EmptyColumnDropped = "emptyColumnDropped";
    public const string QuarantineColumnDropped = "quarantineColumnDropped";
}
