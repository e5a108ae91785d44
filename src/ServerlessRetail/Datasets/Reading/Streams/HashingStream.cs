using System.Security.Cryptography;

namespace ServerlessRetail.Datasets;

/// <summary>Reads a stream and takes the length and SHA-256 of the bytes that go by.</summary>
/// <param name="content">The bytes.</param>
/// <param name="hashes">False where nobody asks for the SHA-256, which takes time.</param>
internal sealed class HashingStream(Stream content, bool hashes = true) : ForwardStream
{
    private Stream _inner = content;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long ByteCount { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>From now on reads more at once than it is asked for, and where the stream below stands says nothing.</summary>
    public void ReadAhead() => _inner = new LargeReadStream(_inner);

    public override int Read(Span<byte> buffer) => Count(buffer, _inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span, read);
    }

    /// <summary>The hash so far, 64 lower-case hexadecimal digits; of nothing where none is taken.</summary>
    public string GetSha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private int Count(ReadOnlySpan<byte> buffer, int read)
    {
        if (hashes)
            _hash.AppendData(buffer[..read]);
        ByteCount += read;
        HasEnded |= read == 0;
        return read;
    }
}
