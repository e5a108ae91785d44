using System.Text;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>Files that are nearly right: titles, a stated delimiter, one that changes, too much of everything.</summary>
public sealed class HopelessFileTests
{
    [Theory]
    [InlineData("Customers of 2024\n\nid,name,spend\n1,a,2\n2,b,3\n3,c,4\n", 1)]
    [InlineData("Report;;;\n\"Made; by us\";;;\nid;name;spend;city\n1;a;2;x\n2;b;3;y\n3;c;4;z\n", 2)]
    [InlineData("sep=;\nid;name;spend\n1;a;2\n2;b;3\n", 1)]
    [InlineData("\"sep=|\"\r\nid|name|spend\r\n1|a|2\r\n2|b|3\r\n", 1)]
    public async Task Titles_above_the_header_are_skipped_and_told(string text, int titles)
    {
        var reading = await Reading.OfAsync(text);

        Assert.Equal(["id", "name", "spend"], reading.Dataset.Columns.Select(column => column.Name).Take(3));
        Assert.Equal("1", reading.Row(0)[0]);
        Assert.Equal(0, reading.Dataset.QuarantinedCount);
        var note = Assert.Single(reading.Dataset.Notes, note => note.Code == DatasetNote.TitleRowsSkipped);
        Assert.Contains(titles == 1 ? "first row" : $"first {titles} rows", note.Detail);
    }

    [Fact]
    public async Task A_short_header_over_longer_rows_is_no_title()
    {
        var rejected = await Reading.RejectedAsync("id,name\n" + string.Concat(Enumerable.Repeat("1,2,3,4\n", 20)));

        Assert.Equal(RejectionReasons.TooManyBadRows, rejected.Reason);
        Assert.Contains("header has 2 fields", rejected.Message);
    }

    [Fact]
    public async Task A_delimiter_that_changes_is_named_with_its_line()
    {
        var text = "a,b,c\n" + string.Concat(Enumerable.Repeat("1,2,3\n", 300)) + string.Concat(Enumerable.Repeat("1;2;3\n", 100));

        var rejected = await Reading.RejectedAsync(text);
        var reading = await Reading.OfAsync(text, new ReadOptions { MaxQuarantinedShare = 0.5 });

        Assert.Contains("change to ';' on line 302", rejected.Message);
        Assert.Equal(100, reading.Counts[QuarantineReasons.FieldCount]);
    }

    [Fact]
    public async Task A_header_of_200_000_columns_is_too_many()
    {
        var header = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"column{i}"));

        var rejected = await Reading.RejectedAsync(header + "\n" + string.Join(',', Enumerable.Repeat("1", 200_000)) + "\n");

        Assert.Equal(RejectionReasons.TooManyColumns, rejected.Reason);
        Assert.Contains("200000 columns", rejected.Message);
    }

    [Fact]
    public async Task A_hopeless_file_is_not_read_to_its_end()
    {
        var content = new MemoryStream(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2,3,4\n", 500_000))));
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));

        var rejected = await Assert.ThrowsAsync<RejectedException>(
            () => DatasetReader.ReadAsync(content, new ReadOptions(), quarantine, TestContext.Current.CancellationToken));

        Assert.Equal(RejectionReasons.TooManyBadRows, rejected.Reason);
        Assert.Contains("reading stopped", rejected.Message);
        Assert.True(content.Position < content.Length / 2);
    }

    [Fact]
    public async Task A_table_beyond_its_memory_names_the_instance_size_that_fits()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},x{i}\n"));

        var rejected = await Reading.RejectedAsync(text, new ReadOptions { MemoryBudgetBytes = 1 << 20 });

        Assert.Equal(RejectionReasons.MemoryBudget, rejected.Reason);
        Assert.Contains("the whole table will take about", rejected.Message);
        Assert.Contains("512 MB fits", rejected.Message);
    }

    [Fact]
    public void Every_format_under_gzip_but_text_and_json_is_named()
    {
        var parquet = Reading.Zip([.. "PAR1"u8, 0x15, 0, 0, 0]);

        var (_, rejected) = Reading.Try(parquet);

        Assert.Equal(RejectionReasons.BinaryContent, rejected!.Reason);
        Assert.Contains("a Parquet file", rejected.Message);
    }
}
