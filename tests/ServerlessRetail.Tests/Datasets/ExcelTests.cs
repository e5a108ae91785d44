using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class ExcelTests
{
    private static readonly Gen<object?> Cell = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ0189 ,;<>&\"\n-=ä€"], 0, 12].Select(text => (object?)text),
        Gen.Double[-1e9, 1e9].Select(number => (object?)number),
        Gen.Int.Select(number => (object?)number),
        Gen.Bool.Select(truth => (object?)truth),
        Gen.Int[36_526, 73_050].Select(day => (object?)new DateOnly(1899, 12, 30).AddDays(day)),
        Gen.Const((object?)null));

    [Fact]
    public async Task Cells_are_read_as_the_text_a_csv_would_have()
    {
        object?[][] rows =
        [
            ["id", "ok", "day", "at", "hour", "sum", "error", "text"],
            [1234567890123L, true, new DateOnly(2024, 2, 29), new DateTime(2024, 3, 1, 13, 5, 9), new TimeOnly(7, 30), new Workbook.Xml("<c r=\"@\"><f>1+1</f><v>2.5</v></c>"), new Workbook.Xml("<c r=\"@\" t=\"e\"><v>#DIV/0!</v></c>"), " a,b "],
            [2, false, null, new DateTime(2024, 3, 2), new TimeOnly(0, 0, 1), new Workbook.Xml("<c r=\"@\" t=\"str\"><f>A1</f><v>x</v></c>"), new Workbook.Xml("<c r=\"@\" t=\"e\"><v>#N/A</v></c>"), "c"],
        ];

        var reading = await Reading.OfAsync(Workbook.Write(("Data", rows)));

        Assert.Equal(["1234567890123", "true", "2024-02-29", "2024-03-01T13:05:09", "07:30:00", "2.5", null, "a,b"], reading.Row(0));
        Assert.Equal(["2", "false", null, "2024-03-02T00:00:00", "00:00:01", "x", null, "c"], reading.Row(1));
        Assert.Equal((DatasetFormats.Xlsx, "Data"), (reading.Dataset.Source.Format, reading.Dataset.Source.Sheet));
    }

    [Fact]
    public async Task The_first_sheet_with_data_is_read_or_the_one_named()
    {
        var bytes = Workbook.Write(("Empty", []), ("First", [["a", "b"], [1, 2]]), ("Second", [["c", "d"], [3, 4]]));

        Assert.Equal("First", (await Reading.OfAsync(bytes)).Dataset.Source.Sheet);
        Assert.Equal(["3", "4"], (await Reading.OfAsync(bytes, new ReadOptions { Sheet = "second" })).Row(0));
        Assert.Equal(RejectionReasons.NoRows, (await Reading.RejectedAsync(bytes, new ReadOptions { Sheet = "Empty" })).Reason);
        var rejected = await Reading.RejectedAsync(bytes, new ReadOptions { Sheet = "Third" });
        Assert.Equal(RejectionReasons.SheetNotFound, rejected.Reason);
        Assert.Contains("'Second'", rejected.Message);
    }

    [Fact]
    public async Task Titles_above_the_header_and_empty_rows_are_passed_over()
    {
        var reading = await Reading.OfAsync(Workbook.Write(("S", [["Customers 2024"], [], ["id", "name", "spend"], [1, "x", 2.5], [], [2, null, 3]])));

        Assert.Equal(["id", "name", "spend"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal([["1", "x", "2.5"], ["2", null, "3"]], reading.Rows());
        Assert.Equal(2, reading.Dataset.EmptyRowCount);
        Assert.Equal(6, reading.Dataset.GetLine(1));
        Assert.Contains(reading.Dataset.Notes, note => note.Code == DatasetNote.TitleRowsSkipped);
    }

    [Fact]
    public async Task Rows_longer_than_the_header_go_to_quarantine_and_can_be_uploaded_again()
    {
        object?[][] rows = [["id", "note"], .. Enumerable.Range(0, 60).Select(i => new object?[] { i, "=x" }), [60, "=y,\"z\"", 7]];

        var reading = await Reading.OfAsync(Workbook.Write(("S", rows)));
        var again = await Reading.OfAsync(reading.Quarantine.Replace(",7\r", "\r", StringComparison.Ordinal));

        Assert.Equal("\uFEFFquarantine_line,quarantine_reason,id,note\r\n62,fieldCount,60,\"'=y,\"\"z\"\"\",7\r\n", reading.Quarantine);
        Assert.Equal([["60", "=y,\"z\""]], again.Rows());
        Assert.Equal(60, reading.Dataset.RowCount);
    }

    [Fact]
    public async Task Rows_can_be_quarantined_after_reading()
    {
        var bytes = Workbook.Write(("S", [["id", "label"], [1, "yes"], [], [2, null]]));
        var destination = new MemoryStream();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult<Stream>(destination));

        await DatasetReader.QuarantineRowsAsync(
            new MemoryStream(bytes), new ReadOptions(), new Dictionary<long, string> { [4] = "noLabel" }, quarantine, TestContext.Current.CancellationToken);

        Assert.Equal("\uFEFFquarantine_line,quarantine_reason,id,label\r\n4,noLabel,2,\r\n", Encoding.UTF8.GetString(destination.ToArray()));
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_copied_up_to_a_limit()
    {
        var bytes = Workbook.Write(("S", [["a", "b"], [1, 2]]));
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult(Stream.Null));

        var dataset = await ReadAsync(new ReadOptions());
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(new ReadOptions { MaxBufferedBytes = 100 }));

        Assert.Equal((1, bytes.Length), (dataset.RowCount, dataset.Source.Bytes));
        Assert.Equal(RejectionReasons.FileTooLarge, rejected.Reason);

        Task<Dataset> ReadAsync(ReadOptions options) =>
            DatasetReader.ReadAsync(new ForwardOnly(bytes), options, quarantine, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Other_archives_locked_and_old_files_are_rejected_by_name()
    {
        Assert.Equal(RejectionReasons.PasswordProtected, (await Reading.RejectedAsync(Compound("EncryptedPackage"))).Reason);
        Assert.Equal(RejectionReasons.BinaryContent, (await Reading.RejectedAsync(Compound("WordDocument"))).Reason);
        Assert.Equal(RejectionReasons.CorruptWorkbook, (await Reading.RejectedAsync(Compound("Workbook"))).Reason);
        Assert.Equal(RejectionReasons.CorruptWorkbook, (await Reading.RejectedAsync(Workbook.Write(("S", [["a"], [1]]))[..200])).Reason);

        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("data.csv").Open().Dispose();
        var rejected = await Reading.RejectedAsync(archive.ToArray());
        Assert.Equal(RejectionReasons.BinaryContent, rejected.Reason);
        Assert.Contains("zip archive", rejected.Message);
    }

    [Fact]
    public async Task A_zip_bomb_is_not_unpacked_to_its_end()
    {
        var bytes = Workbook.Write(("S", [["a"], [new Workbook.Xml("<c r=\"@\"><v>1</v></c>" + new string(' ', 40 << 20))]]));

        Assert.Equal(RejectionReasons.CompressionRatio, (await Reading.RejectedAsync(bytes)).Reason);
    }

    [Fact]
    public void A_written_table_is_read_as_it_was() =>
        Cell.Array[4].Array[1, 20].Sample(
            table =>
            {
                object?[] names = ["name0", "name1", "name2", "name3"];
                var expected = table.Select(row => row.Select(Normal).ToArray()).ToArray();
                var blank = table.Count(row => row.All(cell => cell is null || (cell is string text && CellText.Trim(text.AsSpan()).IsEmpty)));

                var (reading, rejected) = Reading.Try(Workbook.Write(("S", [names, .. table])));

                return rejected is null
                    ? reading!.Rows().Zip(expected.Where((_, i) => !IsBlank(table[i]))).All(pair => pair.First.SequenceEqual(pair.Second))
                        && reading.Dataset.RowCount == table.Length - blank
                    : blank == table.Length && rejected.Reason == RejectionReasons.NoRows;
            },
            iter: 300);

    private static bool IsBlank(object?[] row) => row.All(cell => cell is null || (cell is string text && CellText.Trim(text.AsSpan()).IsEmpty));

    private static string? Normal(object? cell) => cell switch
    {
        null => null,
        string text => CellText.Default.IsMissing(text) ? null : CellText.Trim(text.AsSpan()).ToString(),
        bool truth => truth ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
    };

    private static byte[] Compound(string stream)
    {
        var bytes = new byte[4096];
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(bytes);
        Encoding.Unicode.GetBytes(stream).CopyTo(bytes, 1024);
        return bytes;
    }

    private sealed class ForwardOnly(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
