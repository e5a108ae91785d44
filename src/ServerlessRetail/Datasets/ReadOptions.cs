namespace ServerlessRetail.Datasets;

/// <summary>How to read a customer file. Everything has a default that suits a file nobody has looked at.</summary>
public sealed record ReadOptions
{
    /// <summary>Names for the columns of a file without a header; null: the first row is the header.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Columns to keep as texts even if all their cells are numbers (identifiers, coded categories).</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>Largest share of quarantined rows, 0 to 1, with which the rest is still used.</summary>
    public double MaxQuarantinedShare { get; init; } = 0.2;

    /// <summary>Largest number of columns.</summary>
    public int MaxColumns { get; init; } = 2_000;
}
