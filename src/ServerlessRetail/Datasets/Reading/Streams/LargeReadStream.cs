namespace ServerlessRetail.Datasets;

/// <summary>
/// Reads from a stream in large pieces and deals them out in small ones. A read of a file or a blob is a turn of the thread
/// pool, which costs as much time as some hundred kilobytes of text.
/// </summary>
internal sealed class LargeReadStream(Stream inner) : ForwardStream
{
    private const int PieceBytes = 1 << 20;

    private readonly byte[] _piece = new byte[PieceBytes];
    private int _start;
    private int _end;

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
            (_start, _end) = (0, inner.Read(_piece));
        return Take(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _start < _end ? new(Take(buffer.Span)) : ReadPieceAsync(buffer, cancellationToken);

    private async ValueTask<int> ReadPieceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        (_start, _end) = (0, await inner.ReadAsync(_piece, cancellationToken));
        return Take(buffer.Span);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _piece.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
