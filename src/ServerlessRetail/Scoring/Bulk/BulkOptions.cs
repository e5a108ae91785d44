namespace ServerlessRetail.Scoring.Bulk;

/// <summary>How bulk files are scored.</summary>
public sealed record BulkOptions
{
    /// <summary>A CSV file larger than this is scored in parts of about this many bytes.</summary>
    public long PartBytes { get; init; } = 32L << 20;

    /// <summary>Reasons for each row.</summary>
    public int Reasons { get; init; } = 3;

    /// <summary>After so many deliveries a part that fails, or takes its worker down, ends the run.</summary>
    public int MostDeliveries { get; init; } = 5;
}
