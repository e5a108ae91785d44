using System.Buffers;
using System.IO.Pipelines;

namespace ServerlessRetail.Http;

/// <summary>A request's body in one piece, in the room that it was received in or that was rented for it.</summary>
internal readonly struct ReceivedBody
{
    private readonly byte[]? _rented;
    private readonly PipeReader? _reader;
    private readonly SequencePosition _end;

    /// <param name="rented">From the shared pool; the body is in its first bytes.</param>
    public ReceivedBody(byte[] rented, int length)
    {
        _rented = rented;
        Bytes = rented.AsMemory(0, length);
    }

    /// <param name="reader">Has read it and stands before it.</param>
    /// <param name="body">A single segment.</param>
    public ReceivedBody(PipeReader reader, ReadOnlySequence<byte> body)
    {
        (_reader, _end) = (reader, body.End);
        Bytes = body.First;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Gives its room back, once, when nobody reads it any more.</summary>
    public void Release()
    {
        _reader?.AdvanceTo(_end);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
