using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessRetail.Models;

/// <summary>
/// The model file, little-endian:
/// <code>
/// 8 bytes   "SRMODEL" and a line feed
/// 4 bytes   format version, 1
/// 4 bytes   length of the description, n
/// n bytes   description, JSON in UTF-8 (<see cref="ModelDescription"/>)
/// 4 bytes   width of the feature vector, w
/// 4 bytes   bias, float
/// 4·w bytes weights, floats
/// 4·w bytes slot means over the training rows, floats
/// 4 bytes   golden rows, g
/// g times   one float a recipe cell, and the raw score as a double
/// 32 bytes  SHA-256 of all that comes before
/// </code>
/// Golden rows are scored when a file is loaded: a file that loads gives the scores it was registered with.
/// </summary>
public static class ModelFile
{
    public const int FormatVersion = 1;

    private const int MaxGoldenRows = 16;
    private const double GoldenTolerance = 1e-9;

    private static ReadOnlySpan<byte> Magic => "SRMODEL\n"u8;

    /// <param name="goldenRows">Rows of cells to verify the file with when it is loaded; at most 16 are kept.</param>
    public static byte[] Write(FittedModel model, IReadOnlyList<float[]> goldenRows)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(FormatVersion);

        var description = JsonSerializer.SerializeToUtf8Bytes(model.Description, ModelJson.Default.ModelDescription);
        writer.Write(description.Length);
        writer.Write(description);

        writer.Write(model.Predictor.Width);
        writer.Write(model.Predictor.Bias);
        WriteFloats(writer, model.Predictor.Weights);
        WriteFloats(writer, model.Predictor.Means);
        WriteGoldenRows(writer, model, goldenRows);

        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The version that a file's content gives it: 12 hexadecimal digits of its checksum.</summary>
    public static string VersionOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(file[^SHA256.HashSizeInBytes..])[..12];

    /// <exception cref="InvalidDataException">Not a model file, damaged, written by a newer release, or a golden row scores differently.</exception>
    public static FittedModel Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Magic.Length + sizeof(int) + SHA256.HashSizeInBytes || !file.StartsWith(Magic))
            throw new InvalidDataException("The file is not a model file.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(file[Magic.Length..]);
        if (version != FormatVersion)
        {
            throw new InvalidDataException(
                $"The model file has format version {version}; this release reads version {FormatVersion}. Train the model again or update the app.");
        }
        var content = file[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
            throw new InvalidDataException("The model file is damaged: its checksum does not match.");
        try
        {
            return ReadContent(new ModelFileReader(content[(Magic.Length + sizeof(int))..]));
        }
        catch (Exception exception) when (exception is not InvalidDataException and not OutOfMemoryException)
        {
            // The bytes are as they were written, so whatever went wrong, another release wrote them.
            throw new InvalidDataException("The model file has content that this release does not know. Train the model again or update the app.", exception);
        }
    }

    private static FittedModel ReadContent(ModelFileReader reader)
    {
        var description = JsonSerializer.Deserialize(reader.Bytes(reader.Int32()), ModelJson.Default.ModelDescription)
            ?? throw new InvalidDataException("The model file has no description.");
        var width = reader.Int32();
        if (width != description.Recipe.Width)
            throw new InvalidDataException($"The model file has {width} weights for {description.Recipe.Width} slots.");
        var bias = reader.Single();
        var model = new FittedModel(description, new LinearPredictor(bias, reader.Singles(width), reader.Singles(width)));
        VerifyGoldenRows(reader, model);
        return model;
    }

    private static void WriteFloats(BinaryWriter writer, ReadOnlySpan<float> floats)
    {
        foreach (var value in floats)
            writer.Write(value);
    }

    private static void WriteGoldenRows(BinaryWriter writer, FittedModel model, IReadOnlyList<float[]> goldenRows)
    {
        var vector = new float[model.Recipe.Width];
        var count = Math.Min(goldenRows.Count, MaxGoldenRows);
        writer.Write(count);
        for (var row = 0; row < count; row++)
        {
            WriteFloats(writer, goldenRows[row]);
            writer.Write(model.RawScore(goldenRows[row], vector));
        }
    }

    private static void VerifyGoldenRows(ModelFileReader reader, FittedModel model)
    {
        var vector = new float[model.Recipe.Width];
        var count = reader.Int32();
        for (var row = 0; row < count; row++)
        {
            var cells = reader.Singles(model.Recipe.CellWidth);
            var expected = reader.Double();
            var actual = model.RawScore(cells, vector);
            if (!(Math.Abs(actual - expected) <= GoldenTolerance * Math.Max(1, Math.Abs(expected))))
                throw new InvalidDataException($"The model file does not reproduce its golden row {row}: it was written for another build.");
        }
    }

    /// <summary>Reads the file front to back; going past its end is damage.</summary>
    private ref struct ModelFileReader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

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

        public float[] Singles(int count)
        {
            var bytes = Bytes(checked(count * sizeof(float)));
            var floats = new float[count];
            if (BitConverter.IsLittleEndian)
            {
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(floats);
                return floats;
            }
            for (var i = 0; i < count; i++)
                floats[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            return floats;
        }
    }
}
