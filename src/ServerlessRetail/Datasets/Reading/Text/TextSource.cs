namespace ServerlessRetail.Datasets;

/// <summary>The text of a stored file as UTF-8, whatever its compression and encoding, and the measures of its bytes.</summary>
internal sealed class TextSource : IAsyncDisposable
{
    public const int HeadBytes = 64 * 1024;
    private const int PendingBytes = 128 * 1024;
    private const long RatioCountsFrom = 16L << 20;

    private readonly HashingStream _stored;
    private readonly Stream _content;
    private readonly bool _isCompressed;
    private readonly int _maxRatio;
    private readonly byte[] _pending = new byte[PendingBytes];
    private TextEncoding _encoding;
    private int _pendingLength;
    private long _textBytes;
    private bool _ended;

    private TextSource(HashingStream stored, Stream content, bool isCompressed, int maxRatio, TextEncoding encoding)
    {
        _stored = stored;
        _content = content;
        _isCompressed = isCompressed;
        _maxRatio = maxRatio;
        _encoding = encoding;
    }

    public long StoredBytes => _stored.ByteCount;

    public bool IsCompressed => _isCompressed;

    /// <summary>As far as it has been found by what was read.</summary>
    public TextEncoding Encoding => _encoding;

    /// <summary>Bytes of the byte order mark, which are no text.</summary>
    public int MarkLength { get; private init; }

    /// <summary>Text out of the middle of an uncompressed file whose encoding is known.</summary>
    public static TextSource OfPart(Stream part, TextEncoding encoding)
    {
        var stored = new HashingStream(part, hashes: false);
        stored.ReadAhead();
        return new TextSource(stored, stored, isCompressed: false, maxRatio: int.MaxValue, encoding);
    }

    /// <param name="stored">Takes the measures of all bytes, and is disposed with the source.</param>
    /// <param name="text">What is left of it, from its first byte.</param>
    /// <param name="head">Its beginning.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RejectedException">The content is empty or no text.</exception>
    public static async Task<TextSource> OpenAsync(
        HashingStream stored, PeekStream text, ReadOnlyMemory<byte> head, ReadOptions options, CancellationToken cancellationToken)
    {
        stored.ReadAhead();
        var isCompressed = head.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]);
        if (isCompressed)
        {
            text = new PeekStream(new GunzipStream(text));
            head = await UnpackAsync(stored, () => text.PeekAsync(HeadBytes, cancellationToken));
            if (head.IsEmpty)
                throw new RejectedException(RejectionReasons.EmptyFile, "The gzip file unpacks to nothing. Upload it again, with a header and rows.");
        }

        if (BinaryContent.Recognise(head.Span) is { } format)
        {
            throw new RejectedException(
                RejectionReasons.BinaryContent,
                isCompressed
                    ? $"The gzip file holds {format}, not text. Unpack it and upload a table: CSV, JSON, Parquet or an Excel workbook."
                    : $"The file looks like {format}, not like a table. Upload CSV or JSON, plain or gzip-compressed, Parquet or an Excel workbook.");
        }

        var (encoding, markLength) = TextEncodings.Find(head.Span);
        text.Skip(markLength);
        return new TextSource(stored, text, isCompressed, options.MaxCompressionRatio, encoding) { MarkLength = markLength };
    }

    /// <summary>Reads what the decoders left, so that the measures are those of all stored bytes, and states them.</summary>
    public async ValueTask<DatasetSource> DescribeAsync(char delimiter, string format, CancellationToken cancellationToken)
    {
        while (await _stored.ReadAsync(_pending, cancellationToken) > 0)
        {
        }

        return new(_stored.ByteCount, _stored.GetSha256(), TextEncodings.GetName(_encoding), delimiter, _isCompressed ? "gzip" : "none")
        {
            Format = format,
        };
    }

    /// <summary>
    /// Reads text. As much as fits is read at once, however the stream below deals it out: what is decided on a block
    /// must be the same for the same file.
    /// </summary>
    /// <param name="utf8">Room for at least 64 bytes.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Bytes read; 0 at the end.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> utf8, CancellationToken cancellationToken)
    {
        var written = 0;
        while (written == 0 && !(_ended && _pendingLength == 0))
            written = await ReadBlockAsync(utf8, cancellationToken);
        _textBytes += written;
        if (_isCompressed && _textBytes > RatioCountsFrom && _textBytes / Math.Max(1, _stored.ByteCount) > _maxRatio)
        {
            throw new RejectedException(
                RejectionReasons.CompressionRatio,
                $"The gzip file unpacks to more than {_maxRatio} times its size, as no customer file does. Upload it uncompressed if it is one.");
        }

        return written;
    }

    public async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync();
        await _stored.DisposeAsync();
    }

    private async ValueTask<int> ReadBlockAsync(Memory<byte> utf8, CancellationToken cancellationToken)
    {
        var isUtf8 = _encoding is TextEncoding.Utf8 or TextEncoding.Undecided;
        var room = Math.Min(_pending.Length, isUtf8 ? utf8.Length : utf8.Length / Transcoder.MostGrowth);
        if (_encoding == TextEncoding.Utf8 && _pendingLength == 0)
            return await FillAsync(utf8, cancellationToken);

        if (_pendingLength < room)
            _pendingLength += await FillAsync(_pending.AsMemory(_pendingLength, room - _pendingLength), cancellationToken);
        var stored = _pending.AsSpan(0, Math.Min(room, _pendingLength));
        if (_encoding == TextEncoding.Undecided)
        {
            var whole = _ended ? stored.Length : TextEncodings.CountWhole(stored);
            _encoding = TextEncodings.Decide(stored[..whole]);
            if (_encoding == TextEncoding.Windows1252)
                return await ReadBlockAsync(utf8, cancellationToken);
            stored = stored[..whole];
        }

        var (read, written) = _encoding is TextEncoding.Utf8 or TextEncoding.Undecided
            ? Copy(stored, utf8.Span)
            : Transcoder.ToUtf8(_encoding, stored, utf8.Span, _ended && stored.Length == _pendingLength);
        _pending.AsSpan(read, _pendingLength - read).CopyTo(_pending);
        _pendingLength -= read;
        return written;
    }

    private static (int Read, int Written) Copy(ReadOnlySpan<byte> stored, Span<byte> utf8)
    {
        stored.CopyTo(utf8);
        return (stored.Length, stored.Length);
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_ended)
            return 0;
        var read = await UnpackAsync(_stored, () => _content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken));
        _ended = read < buffer.Length;
        return read;
    }

    private static async ValueTask<T> UnpackAsync<T>(HashingStream stored, Func<ValueTask<T>> read)
    {
        try
        {
            return await read();
        }
        catch (InvalidDataException)
        {
            throw stored.HasEnded
                ? new RejectedException(RejectionReasons.TruncatedGzip, "The gzip file was cut off or is damaged at its end. Compress and upload it again.")
                : new RejectedException(RejectionReasons.CorruptGzip, $"The gzip file is damaged before byte {stored.ByteCount}. Compress and upload it again.");
        }
    }
}
