using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessRetail.Datasets;

/// <summary>What a text is looked up by: with its length, all of it if it is short.</summary>
/// <param name="Head">Its first eight bytes.</param>
/// <param name="Tail">Its last eight bytes; some of them again, if there are fewer than 16.</param>
/// <param name="Hash">A hash of all of it.</param>
internal readonly record struct TextKey(ulong Head, ulong Tail, uint Hash)
{
    /// <summary>Texts of up to so many bytes are equal if their lengths, heads and tails are.</summary>
    public const int LongestWhole = 2 * sizeof(ulong);

    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    /// <param name="buffer">Holds the text and at least eight more bytes after it.</param>
    /// <param name="start">Where the text starts.</param>
    /// <param name="length">Length of the text, more than 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextKey Of(byte[] buffer, int start, int length)
    {
        // No branch depends on the length of a short text: columns mix lengths, and a wrong guess costs more than all this.
        var present = ulong.MaxValue >> (64 - (8 * Math.Min(length, sizeof(ulong))));
        var head = Unsafe.ReadUnaligned<ulong>(ref buffer[start]) & present;
        var tail = Unsafe.ReadUnaligned<ulong>(ref buffer[start + Math.Max(length - sizeof(ulong), 0)]) & present;
        return new TextKey(head, tail, length <= LongestWhole ? HashWhole(head, tail, length) : HashLong(buffer.AsSpan(start, length), tail));
    }

    public static TextKey Of(ValueList values, int index)
    {
        var block = values.Find(index, out var start, out var length);
        return Of(block, start, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint HashWhole(ulong head, ulong tail, int length) => Finish((head * Multiplier) ^ BitOperations.RotateLeft(tail + (uint)length, 32));

    private static uint HashLong(ReadOnlySpan<byte> text, ulong tail)
    {
        var hash = (ulong)text.Length;
        for (; text.Length > sizeof(ulong); text = text[sizeof(ulong)..])
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Multiplier, 29);
        return Finish(hash ^ tail);
    }

    private static uint Finish(ulong hash)
    {
        hash *= Multiplier;
        return (uint)((hash ^ (hash >> 29)) >> 16);
    }
}
