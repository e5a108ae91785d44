namespace ServerlessRetail.Scoring.Bulk;

/// <summary>
/// Cuts the scores of a part into blocks of one size and stages each as it is full, one while the next one fills. The same
/// scores always come to the same blocks.
/// </summary>
internal sealed class PartWriter(BulkOutput output, int part)
{
    private const int BlockBytes = 4 << 20;

    private byte[] _filling = new byte[BlockBytes];
    private byte[] _other = new byte[BlockBytes];
    private int _length;
    private int _index;
    private Task _staging = Task.CompletedTask;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> scores, CancellationToken cancellationToken)
    {
        while (!scores.IsEmpty)
        {
            // A full block waits for the next byte: it may be the last.
            if (_length == BlockBytes)
                await StageAsync(new PartBlock(output.RunKey, part, _index++), cancellationToken);
            var count = Math.Min(scores.Length, BlockBytes - _length);
            scores[..count].CopyTo(_filling.AsMemory(_length));
            _length += count;
            scores = scores[count..];
        }
    }

    /// <summary>Stages the rest, which is never empty.</summary>
    public async Task EndAsync(CsvCounts counts, CancellationToken cancellationToken)
    {
        await StageAsync(new PartBlock(output.RunKey, part, _index, IsLast: true, counts.Scored, counts.Errors), cancellationToken);
        await _staging;
    }

    private async Task StageAsync(PartBlock block, CancellationToken cancellationToken)
    {
        await _staging;
        _staging = output.StageAsync(block, _filling.AsMemory(0, _length), cancellationToken);
        (_filling, _other) = (_other, _filling);
        _length = 0;
    }
}
