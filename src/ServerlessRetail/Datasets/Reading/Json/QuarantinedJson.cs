namespace ServerlessRetail.Datasets;

/// <summary>The JSON objects in a file out of our quarantine: a CSV with one object a row.</summary>
internal sealed class QuarantinedJson(DelimitedReader rows) : JsonRecords
{
    private const int Column = 2;

    private readonly CellReader _cells = new(stripsGuards: true);
    private int _next;

    public override ReadOnlySpan<byte> Record => _cells.Buffer.AsSpan(_cells.Start, _cells.Length);

    public override int EmptyRowCount => rows.EmptyRowCount;

    public override long StoredBytes => rows.StoredBytes;

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_next >= rows.Batch.RowCount)
        {
            if (!await rows.ReadAsync(cancellationToken))
                return false;
            _next = 0;
        }

        _cells.Read(rows.Batch.Buffer, rows.Batch.GetFields(_next)[Column]);
        Line = rows.Batch.GetLine(_next++);
        return true;
    }

    public override ValueTask<DatasetSource> DescribeAsync(CancellationToken cancellationToken) => rows.DescribeAsync(cancellationToken);

    public override ValueTask DisposeAsync() => rows.DisposeAsync();
}
