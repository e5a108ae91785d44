namespace ServerlessRetail.Datasets;

/// <summary>Reads a format that holds its table row by row.</summary>
internal abstract class RowReader(BadRows bad) : TableReader(bad)
{
    public override async ValueTask<bool> AppendAsync(TableBuilder table, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(cancellationToken))
            return false;
        table.Append(Batch);
        return true;
    }

    public override async ValueTask CopyAsync(
        IReadOnlyDictionary<long, string> reasonsByLine, QuarantineWriter target, CancellationToken cancellationToken)
    {
        BeginQuarantine(target);
        while (await ReadAsync(cancellationToken))
        {
            for (var row = 0; row < Batch.RowCount; row++)
            {
                if (reasonsByLine.TryGetValue(Batch.GetLine(row), out var reason))
                    CopyRow(target, row, reason);
            }

            await target.FlushAsync(cancellationToken);
        }
    }

    /// <summary>States the columns of the file in quarantine.</summary>
    protected abstract void BeginQuarantine(QuarantineWriter target);

    /// <param name="target">Takes the row.</param>
    /// <param name="row">Its place in the batch.</param>
    /// <param name="reason">A reason code.</param>
    protected abstract void CopyRow(QuarantineWriter target, int row, string reason);
}
