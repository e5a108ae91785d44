using System.Globalization;
using System.Text;
using CsCheck;
using Parquet;
using Parquet.Schema;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class ParquetTests
{
    [Fact]
    public async Task Every_flat_type_is_read_as_the_text_a_csv_would_have()
    {
        var bytes = await ParquetFile.WriteAsync(
            2,
            ParquetFile.Texts("name", ["Ada", null]),
            ParquetFile.Values<bool>("vip", [true, null]),
            ParquetFile.Values<int>("visits", [3, null]),
            ParquetFile.Values<long>("card", [1234567890123456789, null]),
            ParquetFile.Values<float>("share", [0.1f, null]),
            ParquetFile.Values<double>("spend", [12.5, double.NaN]),
            ParquetFile.Values<DateTime>("seen", [new DateTime(2024, 2, 29, 13, 5, 9, DateTimeKind.Utc), null]),
            ParquetFile.Values<DateTime>("joined", [new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc), null]),
            ParquetFile.Values<decimal>("price", [9.99m, null], new DecimalDataField("price", 12, 2, isNullable: true)));

        var reading = await Reading.OfAsync(bytes, new ReadOptions { TextColumns = ["card"] });

        Assert.Equal(
            ["Ada", "true", "3", "1234567890123456789", "0.1", "12.5", "2024-02-29T13:05:09", "2024-02-29", "9.99"],
            reading.Row(0).Select(cell => cell is "9.9900" ? "9.99" : cell));
        Assert.Equal(DatasetFormats.Parquet, reading.Dataset.Source.Format);
        Assert.Equal(64, reading.Dataset.Source.Sha256.Length);
    }

    [Fact]
    public async Task Rows_of_all_row_groups_are_read_and_numbered()
    {
        var bytes = await ParquetFile.WriteAsync(
            100,
            ParquetFile.Values<int>("a", [.. Enumerable.Range(0, 5_000).Select(i => (int?)i)]),
            ParquetFile.Texts("b", [.. Enumerable.Range(0, 5_000).Select(i => i % 7 == 0 ? null : $"text{i % 50}")]));

        var dataset = (await Reading.OfAsync(bytes)).Dataset;

        Assert.Equal(5_000, dataset.RowCount);
        Assert.IsType<NumberColumn>(dataset.Columns[0]);
        Assert.Equal(4_321, dataset.Columns[0].GetNumber(4_321));
        Assert.Equal(715, dataset.Columns[1].MissingCount);
        Assert.Equal(5_000, dataset.GetLine(4_999));
    }

    [Fact]
    public async Task Rows_can_be_quarantined_after_reading()
    {
        var bytes = await ParquetFile.WriteAsync(2, ParquetFile.Values<int>("id", [1, 2, 3]), ParquetFile.Texts("label", ["=a,b", null, "c"]));
        var destination = new MemoryStream();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult<Stream>(destination));

        await DatasetReader.QuarantineRowsAsync(
            new MemoryStream(bytes), new ReadOptions(), new Dictionary<long, string> { [1] = "x", [3] = "y" }, quarantine, TestContext.Current.CancellationToken);

        Assert.Equal(
            "\uFEFFquarantine_line,quarantine_reason,id,label\r\n1,x,1,\"'=a,b\"\r\n3,y,3,c\r\n", Encoding.UTF8.GetString(destination.ToArray()));
    }

    [Fact]
    public async Task Nested_columns_are_rejected_by_name()
    {
        var file = new MemoryStream();
        var schema = new ParquetSchema(new DataField<int>("id"), new ListField("orders", new DataField<int>("element")));
        await using (var writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: TestContext.Current.CancellationToken))
        {
        }

        var rejected = await Reading.RejectedAsync(file.ToArray());

        Assert.Equal(RejectionReasons.NestedColumns, rejected.Reason);
        Assert.Contains("'orders'", rejected.Message);
    }

    [Fact]
    public async Task Damaged_encrypted_and_cut_off_files_are_rejected()
    {
        var bytes = await ParquetFile.WriteAsync(10, ParquetFile.Values<int>("id", [1, 2, 3]));

        Assert.Equal(RejectionReasons.CorruptParquet, (await Reading.RejectedAsync(bytes[..^9])).Reason);
        Assert.Equal(RejectionReasons.CorruptParquet, (await Reading.RejectedAsync([.. "PARE"u8, .. bytes.AsSpan(4)])).Reason);
        bytes.AsSpan(8, 30).Fill(0xFF);
        Assert.Equal(RejectionReasons.CorruptParquet, (await Reading.RejectedAsync(bytes)).Reason);
    }

    [Fact]
    public async Task Cells_that_are_too_long_are_missing_and_told()
    {
        var bytes = await ParquetFile.WriteAsync(10, ParquetFile.Values<int>("id", [1, 2]), ParquetFile.Texts("note", [new string('x', 200), "y"]));

        var reading = await Reading.OfAsync(bytes, new ReadOptions { MaxCellBytes = 100 });

        Assert.Equal([["1", null], ["2", "y"]], reading.Rows());
        Assert.Contains(reading.Dataset.Notes, note => note is { Code: DatasetNote.LongCellDropped, Column: "note" });
    }

    [Fact]
    public void A_written_table_is_read_as_it_was() =>
        Gen.Select(
            Gen.Select(Gen.Int.Nullable(), Gen.Double[-1e6, 1e6].Nullable(), Gen.String[Gen.Char["abc019 ,\"\nä€"], 0, 10].Null()).Array[1, 40],
            Gen.Int[1, 15]).Sample(
            (table, rowsInGroup) =>
            {
                var bytes = ParquetFile.WriteAsync(
                    rowsInGroup,
                    ParquetFile.Values<int>("a", [.. table.Select(row => row.Item1)]),
                    ParquetFile.Values<double>("b", [.. table.Select(row => row.Item2)]),
                    ParquetFile.Texts("c", [.. table.Select(row => row.Item3)])).GetAwaiter().GetResult();

                var (reading, _) = Reading.Try(bytes);

                return reading!.Dataset.RowCount == table.Length && reading.Rows().Zip(table).All(pair =>
                    pair.First[0] == pair.Second.Item1?.ToString(CultureInfo.InvariantCulture)
                    && pair.First[1] == pair.Second.Item2?.ToString(CultureInfo.InvariantCulture)
                    && pair.First[2] == (CellText.Default.IsMissing(pair.Second.Item3) ? null : CellText.Trim(pair.Second.Item3.AsSpan()).ToString()));
            },
            iter: 300);
}
