namespace ServerlessRetail.Datasets;

/// <summary>How to read a customer file. Everything has a default that suits a file nobody has looked at.</summary>
public sealed record ReadOptions
{
    /// <summary>Names for the columns of a text file or sheet without a header; null: the first row is the header.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Columns to keep as texts even if all their cells are numbers (identifiers, coded categories).</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>The sheet of a workbook, case does not matter; null: the first one with data.</summary>
    public string? Sheet { get; init; }

    /// <summary>Texts that count as missing in addition to those of <see cref="CellText.Default"/>.</summary>
    public IReadOnlyCollection<string> MissingValues { get; init; } = [];

    /// <summary>Largest share of quarantined rows, 0 to 1, with which the rest is still used.</summary>
    public double MaxQuarantinedShare { get; init; } = 0.2;

    /// <summary>Largest number of columns.</summary>
    public int MaxColumns { get; init; } = 2_000;

    /// <summary>Largest cell in bytes of UTF-8; a row with a longer one is quarantined.</summary>
    public int MaxCellBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Most lines that one quoted cell may span. Beyond it the quote counts as never closed: its row is quarantined and
    /// reading goes on at the next line.
    /// </summary>
    public int MaxCellLines { get; init; } = 1_000;

    /// <summary>Memory that the columns may take, in bytes; null: no limit.</summary>
    public long? MemoryBudgetBytes { get; init; }

    /// <summary>Largest ratio of unpacked to stored bytes of a compressed file, looked at from 16 MB unpacked.</summary>
    public int MaxCompressionRatio { get; init; } = 200;

    /// <summary>
    /// Largest Parquet file or workbook, in bytes, that is copied to a temporary file because its stream cannot seek.
    /// </summary>
    public long MaxBufferedBytes { get; init; } = 512L << 20;
}
