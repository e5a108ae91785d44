using System.Buffers;

namespace ServerlessRetail.Scoring;

/// <summary>
/// The bytes of answers, one after the other; grows as it must. Those who write a score, in some twenty pieces, know this very
/// class: through the interface each piece would be two calls that nothing can be made part of.
/// </summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>
{
    private const int FirstBytes = 256;

    private byte[] _bytes = new byte[FirstBytes];

    public int WrittenCount { get; private set; }

    public int Capacity => _bytes.Length;

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, WrittenCount);

    public void Clear() => WrittenCount = 0;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        WrittenCount += bytes.Length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - WrittenCount), nameof(count));
        WrittenCount += count;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_bytes.Length - WrittenCount < Math.Max(sizeHint, 1))
            Grow(sizeHint);
        return _bytes.AsSpan(WrittenCount);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _bytes.AsMemory(WrittenCount);
    }

    private void Grow(int room) => Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, checked(WrittenCount + room)));
}
