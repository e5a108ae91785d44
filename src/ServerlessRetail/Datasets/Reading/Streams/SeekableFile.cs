namespace ServerlessRetail.Datasets;

/// <summary>
/// A stored file that can be read in any order: in memory if it is small, as it is if its stream can seek, and otherwise
/// as a temporary file. Knows whether a failure came from the storage below or from what reads it.
/// </summary>
internal sealed class SeekableFile : Stream
{
    private const long MostInMemory = 64L << 20;
    private const int CopyBytes = 1 << 20;

    private readonly Stream _content;
    private readonly bool _owns;

    private SeekableFile(Stream content, bool owns) => (_content, _owns) = (content, owns);

    /// <summary>Whether the storage failed; then a reader's exception says nothing about the file.</summary>
    public bool HasFailed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _content.Length;

    public override long Position
    {
        get => _content.Position;
        set => _content.Position = value;
    }

    /// <param name="content">The stream that <paramref name="stored"/> reads.</param>
    /// <param name="stored">Takes the measures of all bytes.</param>
    /// <param name="unread">What is left of it, from its first byte.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">The stream cannot seek and is longer than may be copied.</exception>
    public static async Task<SeekableFile> OpenAsync(
        Stream content, HashingStream stored, PeekStream unread, ReadOptions options, CancellationToken cancellationToken)
    {
        // What was peeked at has been read: a stream that is seekable from its beginning is at least as long as that.
        var canSeek = content.CanSeek && content.Position == stored.ByteCount;
        if (canSeek && content.Length > MostInMemory)
        {
            await unread.CopyToAsync(Null, CopyBytes, cancellationToken);
            content.Position = 0;
            return new SeekableFile(content, owns: false);
        }

        Stream copy = canSeek ? new MemoryStream(checked((int)content.Length)) : OpenTemporary();
        try
        {
            await CopyAsync(unread, copy, canSeek ? MostInMemory : options.MaxBufferedBytes, cancellationToken);
            copy.Position = 0;
            return new SeekableFile(copy, owns: true);
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _content.ReadAsync(buffer, cancellationToken);
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => _content.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (_owns)
            _content.Dispose();
        base.Dispose(disposing);
    }

    private static FileStream OpenTemporary() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        CopyBytes,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    private static async Task CopyAsync(PeekStream from, Stream to, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[CopyBytes];
        for (var copied = 0L; await from.ReadAsync(buffer, cancellationToken) is var read and > 0;)
        {
            copied += read;
            if (copied > most)
            {
                throw new RejectedException(
                    RejectionReasons.FileTooLarge,
                    $"The file is larger than {most >> 20} MB, the most that is copied of a format that cannot be read from front to back. Upload it as CSV, gzip-compressed.");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
