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
    public const string TitleRowsSkipped = "titleRowsSkipped";
    public const string UnclosedArray = "unclosedArray";
    public const string LongCellDropped = "longCellDropped";
    public const string QuarantineColumnDropped = "quarantineColumnDropped";
    public const string SentinelValue = "sentinelValue";
    public const string MixedEncodings = "mixedEncodings";
    public const string UnreadableNumbers = "unreadableNumbers";
    public const string MergedSpellings = "mergedSpellings";

    internal static DatasetNote SkippedTitles(int count) =>
        new(TitleRowsSkipped, null, $"{(count == 1 ? "The first row is a title" : $"The first {count} rows are titles")}, not the header, and left out.");
}
