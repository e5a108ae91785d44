using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class EncodingTests
{
    private const string Text = "city,price\nKöln,5 €\nŁódź,7 €\n";

    public static TheoryData<string, byte[]> Encoded => new()
    {
        { "utf-8", Encoding.UTF8.GetBytes(Text) },
        { "utf-8", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)] },
        { "utf-16le", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)] },
        { "utf-16be", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)] },
        { "utf-16le", Encoding.Unicode.GetBytes(Text) },
        { "utf-16be", Encoding.BigEndianUnicode.GetBytes(Text) },
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public async Task The_encoding_is_found(string name, byte[] bytes)
    {
        var reading = await Reading.OfAsync(bytes);
        var zipped = await Reading.OfAsync(Reading.Zip(bytes));

        Assert.Equal(name, reading.Dataset.Source.Encoding);
        Assert.Equal([["Köln", "5 €"], ["Łódź", "7 €"]], reading.Rows());
        Assert.Equal(reading.Rows(), zipped.Rows());
        Assert.Equal("gzip", zipped.Dataset.Source.Compression);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_Windows_1252()
    {
        byte[] bytes = [.. "city,price\nK"u8, 0xF6, .. "ln,5 "u8, 0x80, .. "\nSt. "u8, 0x8A, .. "u,\"x\"\n"u8];

        var reading = await Reading.OfAsync(bytes);

        Assert.Equal("windows-1252", reading.Dataset.Source.Encoding);
        Assert.Equal([["Köln", "5 €"], ["St. Šu", "x"]], reading.Rows());
    }

    [Fact]
    public async Task Letters_beyond_ASCII_may_come_late()
    {
        var plain = "a,b\n" + string.Concat(Enumerable.Repeat("x,y\n", 200_000));
        byte[] windows = [.. Encoding.UTF8.GetBytes(plain), 0xE9, .. ",z\n"u8];

        var reading = await Reading.OfAsync(windows);
        var utf8 = await Reading.OfAsync(plain + "é,z\n");

        Assert.Equal(["é", "z"], reading.Row(200_000));
        Assert.Equal(["é", "z"], utf8.Row(200_000));
        Assert.Equal("utf-8", utf8.Dataset.Source.Encoding);
    }

    [Fact]
    public async Task One_broken_character_costs_one_row_of_UTF_8()
    {
        byte[] bytes = [.. "city,n\nKöln,1\nMünchen,2\nF"u8, 0xFC, .. "rth,3\n"u8, .. "Düren,4\nSt\0de,5\n"u8];

        var reading = await Reading.OfAsync(bytes, new ReadOptions { MaxQuarantinedShare = 0.5 });

        Assert.Equal("utf-8", reading.Dataset.Source.Encoding);
        Assert.Equal(3, reading.Dataset.RowCount);
        Assert.Equal(1, reading.Counts[QuarantineReasons.InvalidText]);
        Assert.Equal(1, reading.Counts[QuarantineReasons.NulByte]);
    }

    [Fact]
    public async Task A_stream_that_deals_out_single_bytes_reads_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Köln,\"a\nb\"\n", 3_000)));
        await using var quarantine = new QuarantineWriter(_ => throw new InvalidOperationException("nothing to quarantine"));

        var dataset = await DatasetReader.ReadAsync(
            new DribblingStream(bytes), new ReadOptions { ColumnNames = ["a", "b"] }, quarantine, TestContext.Current.CancellationToken);

        Assert.Equal(3_000, dataset.RowCount);
        Assert.Equal((await Reading.OfAsync(bytes)).Dataset.Source, dataset.Source);
        Assert.Equal(bytes.Length, dataset.Source.Bytes);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), dataset.Source.Sha256);
    }

    [Fact]
    public void Transcoding_is_what_the_framework_does() =>
        Gen.String[Gen.Char, 0, 200].Sample(text =>
        {
            var stored = Encoding.Unicode.GetBytes(text);
            var utf8 = new byte[(3 * stored.Length) + 8];
            var (read, written) = Transcoder.ToUtf8(TextEncoding.Utf16LittleEndian, stored, utf8, final: true);
            return read == stored.Length
                && Encoding.UTF8.GetString(utf8, 0, written) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        });

    /// <summary>Hands out a few bytes at a time, as networks do.</summary>
    private sealed class DribblingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 3)], cancellationToken);
    }
}
