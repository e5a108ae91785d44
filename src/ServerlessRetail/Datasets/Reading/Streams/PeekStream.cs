namespace ServerlessRetail.Datasets;

/// <summary>A stream whose beginning can be looked at before it is read.</summary>
internal sealed class PeekStream(Stream inner) : ForwardStream
{
    private byte[] _head = [];
    private int _position;

    /// <summary>The first bytes, fewer than asked for only if the stream is shorter.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        var head = new byte[count];
        var length = await inner.ReadAtLeastAsync(head, count, throwOnEndOfStream: false, cancellationToken);
        _head = head[..length];
        return _head;
    }

    /// <summary>Leaves out the first bytes of what was looked at.</summary>
    public void Skip(int count) => _position += count;

    public override int Read(Span<byte> buffer) => _position < _head.Length ? ReadHead(buffer) : inner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _position < _head.Length ? new(ReadHead(buffer.Span)) : inner.ReadAsync(buffer, cancellationToken);

    private int ReadHead(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _head.Length - _position);
        _head.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
