using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ServerlessRetail.Models.Predictors;

/// <summary>Reads a model file front to back, little-endian; going past its end is damage.</summary>
internal ref struct ModelFileReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <exception cref="InvalidDataException">Fewer bytes are left.</exception>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException("The model file is damaged: it ends early.");
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Bytes(sizeof(float)));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double)));

    public int[] Int32s(int count) => Numbers<int>(count);

    public float[] Singles(int count) => Numbers<float>(count);

    public double[] Doubles(int count) => Numbers<double>(count);

    private T[] Numbers<T>(int count)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Model files are read on little-endian machines.");
        return MemoryMarshal.Cast<byte, T>(Bytes(checked(count * Marshal.SizeOf<T>()))).ToArray();
    }
}

/// <summary>Writes what <see cref="ModelFileReader"/> reads.</summary>
internal static class ModelFileWriting
{
    public static void WriteInt32s(this BinaryWriter writer, ReadOnlySpan<int> numbers) => WriteBytes(writer, numbers);

    public static void WriteSingles(this BinaryWriter writer, ReadOnlySpan<float> numbers) => WriteBytes(writer, numbers);

    public static void WriteDoubles(this BinaryWriter writer, ReadOnlySpan<double> numbers) => WriteBytes(writer, numbers);

    private static void WriteBytes<T>(BinaryWriter writer, ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Model files are written on little-endian machines.");
        writer.Write(MemoryMarshal.AsBytes(numbers));
    }
}
