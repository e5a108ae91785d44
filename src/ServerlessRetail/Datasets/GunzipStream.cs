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
    private readonly byte[] _held = new byte[EndMark.Length];
    private int _heldLength;

    public GunzipStream(Stream stored) => _unpacked = new GZipStream(new MarkedStream(stored), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        var own = new byte[buffer.Length];
        var read = ReadAsync(own).AsTask().GetAwaiter().GetResult();
        own.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await _unpacked.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return _held.AsSpan(0, _heldLength).SequenceEqual(EndMark) ? 0 : throw new InvalidDataException("The gzip file ends too early.");
            }

            var released = Exchange(buffer.Span, read);
            if (released > 0)
                return released;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Puts the bytes held back before those just read, and holds back as many at their end: they may be the end mark.</summary>
    private int Exchange(Span<byte> buffer, int read)
    {
        byte[] text = [.. _held.AsSpan(0, _heldLength), .. buffer[..read]];
        var released = Math.Max(0, text.Length - _held.Length);
        text.AsSpan(0, released).CopyTo(buffer);
        _heldLength = text.Length - released;
        text.AsSpan(released).CopyTo(_held);
        return released;
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
