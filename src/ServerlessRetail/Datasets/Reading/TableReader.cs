namespace ServerlessRetail.Datasets;

/// <summary>Reads the rows of a file, part by part, whatever its format. Rows that cannot be read go to quarantine on the way.</summary>
internal abstract class TableReader(BadRows bad) : IAsyncDisposable
{
    public Header Header { get; protected set; } = null!;

    public BadRows Bad => bad;

    public virtual int EmptyRowCount { get; protected set; }

    /// <summary>What a comma means in a column of numbers where both readings fit.</summary>
    public virtual bool CommaIsDecimal => false;

    /// <summary>Bytes of the stored file that have been read.</summary>
    public abstract long StoredBytes { get; }

    /// <summary>The rows of the last <see cref="ReadAsync"/>.</summary>
    public RowBatch Batch { get; private protected set; } = new();

    /// <summary>Reads the next rows into <see cref="Batch"/>; none of them, if all were bad.</summary>
    /// <returns>False: there are no more.</returns>
    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Appends the next rows to a table, instead of <see cref="ReadAsync"/>.</summary>
    /// <returns>False: there are no more.</returns>
    public abstract ValueTask<bool> AppendAsync(TableBuilder table, CancellationToken cancellationToken);

    /// <summary>Copies rows to quarantine, instead of <see cref="AppendAsync"/>.</summary>
    /// <param name="reasonsByLine">A reason by the line of the row.</param>
    /// <param name="target">Takes the rows.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public abstract ValueTask CopyAsync(IReadOnlyDictionary<long, string> reasonsByLine, QuarantineWriter target, CancellationToken cancellationToken);

    /// <summary>The measures of the file, after its last row. Reads what is left of it.</summary>
    public abstract ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
