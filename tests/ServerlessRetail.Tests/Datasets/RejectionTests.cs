using System.Text;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class RejectionTests
{
    [Theory]
    [InlineData("", RejectionReasons.EmptyFile)]
    [InlineData("\uFEFF", RejectionReasons.NoRows)]
    [InlineData("\n\n \n", RejectionReasons.NoRows)]
    [InlineData("a,b\n", RejectionReasons.NoRows)]
    [InlineData("a,b\n,\n\n", RejectionReasons.NoRows)]
    [InlineData("a,\"b\n1,2\n", RejectionReasons.UnreadableHeader)]
    [InlineData("%PDF-1.7\n%abc", RejectionReasons.BinaryContent)]
    [InlineData("a,b\n1\n2\n3,4\n", RejectionReasons.TooManyBadRows)]
    public async Task A_file_that_is_no_table_is_rejected_with_its_reason(string text, string reason)
    {
        var rejected = await Reading.RejectedAsync(text);

        Assert.Equal(reason, rejected.Reason);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A }, "PNG")]
    [InlineData(new byte[] { 0x4F, 0x62, 0x6A, 1, 0x15, 0 }, "Avro")]
    public async Task Known_binary_formats_are_named(byte[] bytes, string name)
    {
        var rejected = await Reading.RejectedAsync(bytes);

        Assert.Equal(RejectionReasons.BinaryContent, rejected.Reason);
        Assert.Contains(name, rejected.Message);
    }

    [Fact]
    public async Task Zeros_and_noise_are_binary()
    {
        var noise = new byte[100_000];
        Assert.Equal(RejectionReasons.BinaryContent, (await Reading.RejectedAsync(noise)).Reason);
        Assert.Equal(RejectionReasons.BinaryContent, (await Reading.RejectedAsync(Reading.Zip(noise))).Reason);

        new Random(1).NextBytes(noise);
        Assert.Equal(RejectionReasons.BinaryContent, (await Reading.RejectedAsync(noise)).Reason);
    }

    [Fact]
    public async Task More_columns_than_allowed_are_too_many()
    {
        var rejected = await Reading.RejectedAsync("a,b,c\n1,2,3\n", new ReadOptions { MaxColumns = 2 });

        Assert.Equal(RejectionReasons.TooManyColumns, rejected.Reason);
    }

    [Fact]
    public async Task Too_many_bad_rows_name_the_main_reason_and_a_line()
    {
        var rejected = await Reading.RejectedAsync("a,b\n1,2\n1,2,3\n\"x\"y,1\n1\n");

        Assert.Contains("fieldCount, the first on line 3", rejected.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    public async Task A_truncated_gzip_is_rejected(int missing)
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},{i * 7919 % 1009}\n"));
        var zipped = Reading.Zip(Encoding.UTF8.GetBytes("a,b\n" + text));

        var rejected = await Reading.RejectedAsync(zipped[..^missing]);

        Assert.Equal(RejectionReasons.TruncatedGzip, rejected.Reason);
    }

    [Fact]
    public async Task A_damaged_gzip_is_rejected()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},{i * 7919 % 1009}\n"));
        var zipped = Reading.Zip(Encoding.UTF8.GetBytes("a,b\n" + text));
        zipped.AsSpan(zipped.Length / 2, 40).Fill(0xFF);

        var rejected = await Reading.RejectedAsync(zipped);

        Assert.Contains(rejected.Reason, (string[])[RejectionReasons.CorruptGzip, RejectionReasons.TruncatedGzip]);
    }

    [Fact]
    public async Task A_zip_bomb_is_not_unpacked_to_its_end()
    {
        var zipped = Reading.Zip(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 5_000_000))));

        var rejected = await Reading.RejectedAsync(zipped, new ReadOptions { MaxCompressionRatio = 50 });

        Assert.Equal(RejectionReasons.CompressionRatio, rejected.Reason);
    }

    [Fact]
    public async Task A_table_beyond_the_memory_budget_is_rejected()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},x{i}\n"));

        var rejected = await Reading.RejectedAsync(text, new ReadOptions { MemoryBudgetBytes = 100_000 });

        Assert.Equal(RejectionReasons.MemoryBudget, rejected.Reason);
    }

    [Fact]
    public async Task Cancellation_stops_reading()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DatasetReader.ReadAsync(new MemoryStream("a,b\n1,2\n"u8.ToArray()), new ReadOptions(), quarantine, cancelled.Token));
    }
}
