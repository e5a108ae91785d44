using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using ServerlessRetail.Models.Predictors;

namespace ServerlessRetail.Models;

/// <summary>
/// The model file, little-endian:
/// <code>
/// 8 bytes   "SRMODEL" and a line feed
/// 4 bytes   format version, 2
/// 4 bytes   length of the description, n
/// n bytes   description, JSON in UTF-8 (<see cref="ModelDescription"/>)
/// for each part of the description its predictor (<see cref="PredictorFile"/>)
/// 4 bytes   golden rows, g
/// g times   one float a recipe cell, and the raw scores as doubles
/// 32 bytes  SHA-256 of all that comes before
/// </code>
/// Golden rows are scored when a file is loaded: a file that loads gives the scores it was registered with.
/// Version 1 had one linear predictor: width, bias, weights and means as floats.
/// </summary>
public static class ModelFile
{
    public const int FormatVersion = 2;

    private const int FirstVersion = 1;
    internal const int VersionLength = 12;
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

        foreach (var predictor in model.Predictors)
            PredictorFile.Write(writer, predictor);
        WriteGoldenRows(writer, model, goldenRows);

        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The version that a file's content gives it: 12 hexadecimal digits of its checksum.</summary>
    public static string VersionOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(file[^SHA256.HashSizeInBytes..])[..VersionLength];

    /// <summary>Whether a text can be a version; there need be none of that name.</summary>
    public static bool IsVersion(string text) =>
        text.Length == VersionLength && text.All(character => char.IsAsciiDigit(character) || character is >= 'a' and <= 'f');

    /// <exception cref="InvalidDataException">Not a model file, damaged, written by a newer release, or a golden row scores differently.</exception>
    public static FittedModel Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Magic.Length + sizeof(int) + SHA256.HashSizeInBytes || !file.StartsWith(Magic))
            throw new InvalidDataException("The file is not a model file.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(file[Magic.Length..]);
        if (version is < FirstVersion or > FormatVersion)
        {
            throw new InvalidDataException(
                $"The model file has format version {version}; this release reads versions {FirstVersion} to {FormatVersion}. Train the model again or update the app.");
        }
        var content = file[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
            throw new InvalidDataException("The model file is damaged: its checksum does not match.");
        try
        {
            return ReadContent(new ModelFileReader(content[(Magic.Length + sizeof(int))..]), version);
        }
        catch (Exception exception) when (exception is not InvalidDataException and not OutOfMemoryException)
        {
            // The bytes are as they were written, so whatever went wrong, another release wrote them.
            throw new InvalidDataException("The model file has content that this release does not know. Train the model again or update the app.", exception);
        }
    }

    /// <param name="json">The description as it stands in the file.</param>
    internal static ModelDescription ReadDescription(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ModelJson.Default.ModelDescription)
        ?? throw new InvalidDataException("The model file has no description.");

    private static FittedModel ReadContent(ModelFileReader reader, int version)
    {
        var description = ReadDescription(reader.Bytes(reader.Int32()));
        var predictors = new List<Predictor>();
        foreach (var _ in description.Parts)
            predictors.Add(version == FirstVersion ? ReadFirstVersion(ref reader) : PredictorFile.Read(ref reader));
        var model = new FittedModel(description, predictors);
        VerifyGoldenRows(reader, model);
        return model;
    }

    private static LinearPredictor ReadFirstVersion(ref ModelFileReader reader)
    {
        var width = reader.Int32();
        double bias = reader.Single();
        return new LinearPredictor([bias], Array.ConvertAll(reader.Singles(width), weight => (double)weight), reader.Singles(width));
    }

    private static void WriteGoldenRows(BinaryWriter writer, FittedModel model, IReadOnlyList<float[]> goldenRows)
    {
        var space = model.CreateSpace();
        var count = Math.Min(goldenRows.Count, MaxGoldenRows);
        writer.Write(count);
        for (var row = 0; row < count; row++)
        {
            writer.WriteSingles(goldenRows[row]);
            writer.WriteDoubles(model.RawScores(goldenRows[row], space));
        }
    }

    private static void VerifyGoldenRows(ModelFileReader reader, FittedModel model)
    {
        var space = model.CreateSpace();
        var count = reader.Int32();
        for (var row = 0; row < count; row++)
        {
            var actual = model.RawScores(reader.Singles(model.Recipe.CellWidth), space);
            foreach (var score in actual)
            {
                var expected = reader.Double();
                if (!(Math.Abs(score - expected) <= GoldenTolerance * Math.Max(1, Math.Abs(expected))))
                    throw new InvalidDataException($"The model file does not reproduce its golden row {row}: it was written for another build.");
            }
        }
    }
}
