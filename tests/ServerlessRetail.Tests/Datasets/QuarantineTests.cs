using System.Text;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class QuarantineTests
{
    private static readonly ReadOptions Tolerant = new() { MaxQuarantinedShare = 0.9, MaxCellBytes = 100 };

    [Fact]
    public async Task Bad_rows_keep_line_reason_and_raw_text()
    {
        var reading = await Reading.OfAsync("a,b\r\n1,2\r\n3\r\n4,5,6\r\n7,8\r\n\"9\"x,1\r\n", Tolerant);

        Assert.Equal(
            "\uFEFFquarantine_line,quarantine_reason,a,b\r\n3,fieldCount,3\r\n4,fieldCount,4,5,6\r\n6,strayQuote,\"9\"x,1\r\n", reading.Quarantine);
        Assert.Equal(2, reading.Dataset.RowCount);
        Assert.Equal(3, reading.Dataset.QuarantinedCount);
        Assert.Equal(2, reading.Counts[QuarantineReasons.FieldCount]);
    }

    [Fact]
    public async Task An_unclosed_quote_costs_one_row()
    {
        var rows = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"{i},x\n"));

        var early = await Reading.OfAsync("a,b\n1,\"x\n" + rows, Tolerant);
        var late = await Reading.OfAsync("a,b\n" + rows + "1,\"x", Tolerant);

        Assert.Equal(1_000, early.Dataset.RowCount);
        Assert.Equal(3, early.Dataset.GetLine(0));
        Assert.Equal(1_000, late.Dataset.RowCount);
        Assert.Equal(1, early.Counts[QuarantineReasons.UnclosedQuote]);
        Assert.Equal(1, late.Counts[QuarantineReasons.UnclosedQuote]);
    }

    [Fact]
    public async Task A_quote_may_not_stay_open_for_more_lines_than_allowed()
    {
        var reading = await Reading.OfAsync("a,b\n1,\"x\n2,y\n3,z\n4,\"\n5,v\n", Tolerant with { MaxCellLines = 2 });

        Assert.Equal([["2", "y"], ["3", "z"], ["5", "v"]], reading.Rows());
        Assert.Equal(2, reading.Counts[QuarantineReasons.UnclosedQuote]);
    }

    [Fact]
    public async Task A_cell_that_is_too_long_costs_one_row()
    {
        var longText = new string('x', 101);

        var reading = await Reading.OfAsync($"a,b\n1,{longText}\n2,\"{longText}\"\n3,y\n", Tolerant);

        Assert.Equal([["3", "y"]], reading.Rows());
        Assert.Equal(2, reading.Counts[QuarantineReasons.CellTooLong]);
    }

    [Fact]
    public async Task A_row_that_never_ends_is_passed_over()
    {
        var endless = new byte[20 << 20];
        endless.AsSpan().Fill((byte)'x');
        "a,b\n1,2\n"u8.CopyTo(endless);
        "\n3,4\n"u8.CopyTo(endless.AsSpan(endless.Length - 5));

        var reading = await Reading.OfAsync(endless, Tolerant);

        Assert.Equal([["1", "2"], ["3", "4"]], reading.Rows());
        Assert.Equal(4, reading.Dataset.GetLine(1));
        Assert.Equal(1, reading.Counts[QuarantineReasons.RowTooLong]);
    }

    [Fact]
    public async Task A_mended_quarantine_file_is_read_like_the_original()
    {
        var reading = await Reading.OfAsync("id;note\n1;=sum(a)\n2;=x;y\n3\n'@4;z;\n", Tolerant);
        var mended = reading.Quarantine.Replace("x;y", "xy", StringComparison.Ordinal).Replace(";3\r", ";3;-\r", StringComparison.Ordinal).Replace("z;\r", "z\r", StringComparison.Ordinal);

        var again = await Reading.OfAsync(mended);

        Assert.Equal(["id", "note"], again.Dataset.Columns.Select(column => column.Name));
        Assert.Equal([["2", "=xy"], ["3", null], ["'@4", "z"]], again.Rows());
        Assert.Equal(2, again.Dataset.Notes.Count(note => note.Code == DatasetNote.QuarantineColumnDropped));
    }

    [Fact]
    public async Task An_unmended_quarantine_file_goes_to_quarantine_as_it_came()
    {
        var first = await Reading.OfAsync("id,note\n1,ok\n=2\n'+b\n", Tolerant);
        var kept = first.Quarantine + "9,fieldCount,5,ok\r\n";

        var second = await Reading.OfAsync(kept, Tolerant);

        Assert.Equal("\uFEFFquarantine_line,quarantine_reason,id,note\r\n2,fieldCount,'=2\r\n3,fieldCount,''+b\r\n", second.Quarantine);
        Assert.Equal([["5", "ok"]], second.Rows());
    }

    [Fact]
    public async Task Rows_can_be_quarantined_after_reading()
    {
        var bytes = Encoding.UTF8.GetBytes("id,label\n1,yes\n2,\n\n\"3\",\"a\nb\"\nbad\n4,no\n");
        var destination = new MemoryStream();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult<Stream>(destination));
        var cancellationToken = TestContext.Current.CancellationToken;

        var dataset = await DatasetReader.ReadAsync(new MemoryStream(bytes), Tolerant, quarantine, cancellationToken);
        var reasons = new Dictionary<long, string> { [dataset.GetLine(1)] = "noLabel", [dataset.GetLine(2)] = "oddLabel" };
        await DatasetReader.QuarantineRowsAsync(new MemoryStream(bytes), Tolerant, reasons, quarantine, cancellationToken);

        Assert.Equal(
            "\uFEFFquarantine_line,quarantine_reason,id,label\r\n7,fieldCount,bad\r\n3,noLabel,2,\r\n5,oddLabel,\"3\",\"a\nb\"\r\n",
            Encoding.UTF8.GetString(destination.ToArray()));
        Assert.Equal(3, quarantine.Total);
    }

    [Fact]
    public async Task The_destination_stays_closed_when_there_is_nothing_to_write()
    {
        await using var quarantine = new QuarantineWriter(_ => throw new InvalidOperationException("opened"));

        await DatasetReader.ReadAsync(new MemoryStream("a\n1\n"u8.ToArray()), new ReadOptions(), quarantine, TestContext.Current.CancellationToken);

        Assert.Equal(0, quarantine.Total);
    }
}
