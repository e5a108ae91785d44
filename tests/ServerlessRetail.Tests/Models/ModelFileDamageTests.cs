using System.Buffers.Binary;
using System.Security.Cryptography;
using ServerlessRetail.Models;
using ServerlessRetail.Tests.Models.Predictors;

namespace ServerlessRetail.Tests.Models;

/// <summary>A file that is not what was written is refused, and with nothing but <see cref="InvalidDataException"/>.</summary>
public sealed class ModelFileDamageTests
{
    private const int ChecksumBytes = 32;
    private const int VersionPlace = 8;

    private static readonly float[][] GoldenRows = [[10, 1, 55, 2], [float.NaN, 0, float.NaN, float.NaN]];

    private static readonly byte[] File = ModelFile.Write(new ModelBuilder(ModelBuilder.RetailRecipe).Build(), GoldenRows);

    private static readonly byte[] TreesFile = ModelFile.Write(
        new ModelBuilder(ModelBuilder.RetailRecipe) { Predictor = RandomTrees.Create(seed: 5, ModelBuilder.RetailRecipe.Width, trees: 4, leaves: 6) }.Build(), GoldenRows);

    public static TheoryData<string> Kinds => ["linear", "trees"];

    [Theory, MemberData(nameof(Kinds))]
    public void The_file_is_sound_before_it_is_damaged(string kind) => Assert.Equal("byHand", ModelFile.Read(FileOf(kind)).Description.Trainer);

    [Fact]
    public void Every_flipped_byte_is_noticed()
    {
        for (var place = 0; place < File.Length; place++)
            Refuse(Changed(place, (byte)(File[place] ^ 0x40)));
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        for (var length = 0; length < File.Length; length++)
            Refuse(File[..length]);
    }

    [Fact]
    public void Bytes_too_many_are_noticed() => Refuse([.. File, 0]);

    [Theory, MemberData(nameof(Kinds))]
    public void Content_that_makes_no_sense_is_refused_even_with_the_right_checksum(string kind)
    {
        var file = FileOf(kind);
        for (var place = 0; place < file.Length - ChecksumBytes; place++)
        {
            foreach (var flip in (byte[])[0x01, 0x80, 0xFF])
                ReadOrRefuse(Sealed(Changed(file, place, (byte)(file[place] ^ flip))));
        }
    }

    [Fact]
    public void A_newer_format_is_refused_with_the_remedy()
    {
        var message = Refuse(Sealed(Changed(VersionPlace, ModelFile.FormatVersion + 1)));

        Assert.Contains("format version 3", message);
        Assert.Contains("reads versions 1 to 2", message);
        Assert.Contains("update the app", message);
    }

    [Fact]
    public void Another_kind_of_file_is_named_as_such() => Assert.Contains("not a model file", Refuse([.. "PK\u0003\u0004"u8, .. new byte[100]]));

    [Fact]
    public void A_file_that_scores_its_golden_rows_differently_is_refused()
    {
        var file = File.ToArray();
        var lastScore = file.AsSpan(file.Length - ChecksumBytes - sizeof(double));
        BinaryPrimitives.WriteDoubleLittleEndian(lastScore, BinaryPrimitives.ReadDoubleLittleEndian(lastScore) + 1e-6);

        Assert.Contains("golden row 1", Refuse(Sealed(file)));
    }

    private static byte[] FileOf(string kind) => kind == "trees" ? TreesFile : File;

    private static byte[] Changed(int place, byte value) => Changed(File, place, value);

    private static byte[] Changed(byte[] sound, int place, byte value)
    {
        var file = sound.ToArray();
        file[place] = value;
        return file;
    }

    private static byte[] Sealed(byte[] file)
    {
        SHA256.HashData(file.AsSpan(0, file.Length - ChecksumBytes), file.AsSpan(file.Length - ChecksumBytes));
        return file;
    }

    private static string Refuse(byte[] file) => Assert.Throws<InvalidDataException>(() => ModelFile.Read(file)).Message;

    private static void ReadOrRefuse(byte[] file)
    {
        try
        {
            var model = ModelFile.Read(file);
            var space = model.CreateSpace();
            model.RawScores(new float[model.Recipe.CellWidth], space);
            model.Explainer.Explain(space, output: 0, new double[model.Recipe.Columns.Count]);
        }
        catch (InvalidDataException)
        {
            // Refused, as it should be; any other exception fails the test.
        }
    }
}
