using System.IO.Compression;

namespace ServerlessRetail.Datasets;

/// <summary>
/// Unpacks gzip and fails when it was cut off, which <see cref="GZipStream"/> takes for its end. To see the difference,
/// a gzip member with a known text is put behind the file: a complete file unpacks to its text and then that one, while
/// the decoder of a cut-off file runs into bytes that make no sense to it.
/// </summary>
internal sealed class GunzipStream : ForwardStream
{
    private static readonly byte[] EndMark = "\u0004the end of a gzip file\u0004"u8.ToArray();

    private readonly GZipStream _unpacked;
    private readonly byte[] _text = new byte[64 * 1024];
    private int _start;
    private int _end;

    public GunzipStream(Stream stored) => _unpacked = new GZipStream(new MarkedStream(stored), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The last bytes are held back: they may be the end mark.
        while (_end - _start <= EndMark.Length)
        {
            _text.AsSpan(_start, _end - _start).CopyTo(_text);
            (_start, _end) = (0, _end - _start);
            var read = await _unpacked.ReadAsync(_text.AsMemory(_end), cancellationToken);
            if (read == 0)
                return _text.AsSpan(0, _end).SequenceEqual(EndMark) ? 0 : throw new InvalidDataException("The gzip file ends too early.");
            _end += read;
        }

        var count = Math.Min(buffer.Length, _end - _start - EndMark.Length);
        _text.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The stored bytes, and then the end mark.</summary>
    private sealed class MarkedStream(Stream stored) : ForwardStream
    {
        private readonly MemoryStream _mark = Pack(EndMark);

        public override int Read(Span<byte> buffer) => stored.Read(buffer) is var read and > 0 ? read : _mark.Read(buffer);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await stored.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : _mark.Read(buffer.Span);
        }

        private static MemoryStream Pack(byte[] bytes)
        {
            var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(bytes);
            packed.Position = 0;
            return packed;
        }
    }
}
