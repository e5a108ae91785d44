using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Numbers that begin where a line of the processor's caches begins and stay there, so that no vector straddles two lines.</summary>
/// <typeparam name="T">A number of 8 bytes or less.</typeparam>
internal sealed class AlignedMemory<T>
    where T : unmanaged
{
    private readonly T[] _room;
    private readonly int _start;
    private readonly int _length;

    /// <param name="length">All of them are zero at first.</param>
    public AlignedMemory(int length)
    {
        _length = length;
        _room = GC.AllocateArray<T>(length + (CacheLine.Bytes / Unsafe.SizeOf<T>()), pinned: true);
        _start = CacheLine.StartIn<T>(_room);
        LargePages.Ask(Span);
    }

    public Span<T> Span => _room.AsSpan(_start, _length);

    public long Bytes => (long)_room.Length * Unsafe.SizeOf<T>();
}

/// <summary>What the processor's caches hold is lines of so many bytes.</summary>
internal static class CacheLine
{
    public const int Bytes = 64;

    /// <summary>The first place where a line begins.</summary>
    /// <param name="room">Does not move: it is pinned, or on the stack, or used before it is moved, when a start somewhere else costs time and nothing more.</param>
    public static int StartIn<T>(ReadOnlySpan<T> room)
        where T : unmanaged
    {
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(room)));
        return (int)(-address & (Bytes - 1)) / Unsafe.SizeOf<T>();
    }
}
