namespace ServerlessRetail.Datasets;

/// <summary>The JSON objects of a file, as text, one after the other.</summary>
internal abstract class JsonRecords : IAsyncDisposable
{
    /// <summary>The record that was read last.</summary>
    public abstract ReadOnlySpan<byte> Record { get; }

    /// <summary>The line on which it begins, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>Why it can be no object, whatever its text; null: nothing known against it.</summary>
    public string? Trouble { get; protected set; }

    /// <summary>Rows without content that were passed over.</summary>
    public virtual int EmptyRowCount => 0;

    /// <summary>Whether the file ended where it should not, without anything being lost.</summary>
    public bool EndsTooEarly { get; protected set; }

    public abstract long StoredBytes { get; }

    /// <returns>False: there are no more.</returns>
    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    public abstract ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
