namespace ServerlessRetail.Datasets;

/// <summary>Why a row could not be read: the <c>quarantine_reason</c> of a quarantined row.</summary>
public static class QuarantineReasons
{
    /// <summary>More or fewer fields than the header.</summary>
    public const string FieldCount = "fieldCount";

    /// <summary>A quote opens a cell and is never closed, or not within the limits of <see cref="ReadOptions"/>.</summary>
    public const string UnclosedQuote = "unclosedQuote";

    /// <summary>A quoted cell goes on after its closing quote; a quote inside it should have been doubled.</summary>
    public const string StrayQuote = "strayQuote";

    public const string NulByte = "nulByte";

    /// <summary>Bytes that are no text in the file's encoding.</summary>
    public const string InvalidText = "invalidText";

    /// <summary>A cell longer than <see cref="ReadOptions.MaxCellBytes"/>.</summary>
    public const string CellTooLong = "cellTooLong";

    /// <summary>A row longer than 8 MB; the quarantine holds its beginning.</summary>
    public const string RowTooLong = "rowTooLong";

    /// <summary>A line or element that is no JSON object, or one that has a key twice.</summary>
    public const string BrokenJson = "brokenJson";

    /// <summary>A JSON object with an object or array in it; a cell can hold one value only.</summary>
    public const string NestedValue = "nestedValue";

    /// <summary>No usable label, so that nothing can be learned from the row.</summary>
    public const string MissingLabel = "missingLabel";

    /// <summary>Exactly like an earlier row of the same customer.</summary>
    public const string DuplicateRow = "duplicateRow";
}
