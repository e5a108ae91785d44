using System.Text;
using Parquet;
using Parquet.Schema;
using ServerlessRetail.Datasets;
using ServerlessRetail.Training;

namespace ServerlessRetail.Tests.Datasets;

/// <summary>What goes wrong with real files: each has a code, a sentence with the place and what to do, and no row is lost.</summary>
public sealed class BadInputTests
{
    private const string Header = "id,name,visits\n";

    private static readonly string Rows = string.Concat(Enumerable.Range(0, 100).Select(row => $"{row},größe {row % 7},{row % 3}\n"));

    [Fact]
    public async Task A_few_lines_in_another_encoding_are_quarantined_byte_for_byte()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Header + Rows), .. Encoding.Latin1.GetBytes("200,Müller,1\n")];
        var quarantined = new MemoryStream();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult<Stream>(quarantined));

        var dataset = await DatasetReader.ReadAsync(new MemoryStream(bytes), new ReadOptions(), quarantine, TestContext.Current.CancellationToken);

        Assert.Equal((100, 1, "utf-8"), (dataset.RowCount, quarantine.Counts[QuarantineReasons.InvalidText], dataset.Source.Encoding));
        Assert.EndsWith("102,invalidText,200,Müller,1\r\n", Encoding.Latin1.GetString(quarantined.ToArray()));
    }

    [Fact]
    public async Task A_few_lines_of_utf8_among_others_are_told_by_their_column()
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(Header + Rows), .. Encoding.UTF8.GetBytes("200,Müller,1\n201,50 €,1\n")];

        var dataset = (await Reading.OfAsync(bytes)).Dataset;

        var note = Assert.Single(dataset.Notes);
        Assert.Equal((102, "windows-1252"), (dataset.RowCount, dataset.Source.Encoding));
        Assert.Equal((DatasetNote.MixedEncodings, "name"), (note.Code, note.Column));
        Assert.Contains("of the column name 2 of its distinct texts would be UTF-8", note.Detail);
        Assert.Contains("Write the whole file in UTF-8", note.Detail);
    }

    [Fact]
    public async Task One_encoding_is_no_mixture() =>
        Assert.Empty((await Reading.OfAsync(Encoding.Latin1.GetBytes("id,größe,ort\n1,weiß,Â\n2,ÄÖÜ,Ã\n3,«é»,É\n"))).Dataset.Notes);

    [Fact]
    public async Task A_delimiter_that_changes_half_way_is_named_with_its_line()
    {
        var rejected = await Reading.RejectedAsync(Header + Rows + Rows.Replace(',', ';'));

        AssertTold(rejected, RejectionReasons.TooManyBadRows, "changes? to ';' on line 102: write the file with one delimiter", "100 of 200 rows", "the first on line 102");
    }

    [Theory]
    [InlineData("200,a\n201,b,2,3\n", QuarantineReasons.FieldCount, "102,fieldCount,200,a\r\n103,fieldCount,201,b,2,3\r\n", 100)]
    [InlineData("200;a;1\n", QuarantineReasons.FieldCount, "102,fieldCount,200;a;1\r\n", 100)]
    [InlineData("200,\"a,1\n201,b,2\n", QuarantineReasons.UnclosedQuote, "102,unclosedQuote,200,\"a,1\r\n", 101)]
    [InlineData("200,a\0b,1\n", QuarantineReasons.NulByte, "102,nulByte,200,a\0b,1\r\n", 100)]
    public async Task Bad_rows_are_quarantined_with_line_and_reason_as_they_came(string bad, string reason, string quarantined, int kept)
    {
        var reading = await Reading.OfAsync(Header + Rows + bad);

        Assert.Equal(kept, reading.Dataset.RowCount);
        Assert.Equal([reason], reading.Counts.Keys);
        Assert.EndsWith("quarantine_line,quarantine_reason,id,name,visits\r\n" + quarantined, reading.Quarantine);
    }

    [Fact]
    public async Task A_header_of_200_000_columns_is_refused()
    {
        var rejected = await Reading.RejectedAsync(string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"c{i}")) + "\n1\n");

        AssertTold(rejected, RejectionReasons.TooManyColumns, "on line 1 has 200000 columns", "at most 2000", "Leave out columns");
    }

    [Fact]
    public async Task Names_that_are_empty_or_there_twice_are_mended_and_told()
    {
        var reading = await Reading.OfAsync("id,id,,visits\n1,2,3,4\n5,6,7,8\n");

        Assert.Equal(["id", "id_2", "column3", "visits"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal([["1", "2", "3", "4"], ["5", "6", "7", "8"]], reading.Rows());
        Assert.Equal(
            [(DatasetNote.DuplicateName, "id_2"), (DatasetNote.UnnamedColumn, "column3")],
            reading.Dataset.Notes.Select(note => (note.Code, note.Column!)));
    }

    [Fact]
    public async Task A_column_without_a_value_is_left_out_and_one_more_reason_is_not_needed()
    {
        var schema = await UnderstandAsync("id,empty,visits,churn\n" + Lines(row => $"c{row},,{row % 9},{(row % 3 == 0 ? "yes" : "no")}"));

        var empty = schema.Columns[1];
        Assert.Equal((ColumnType.Constant, ColumnRole.Excluded, "every cell is missing"), (empty.Type, empty.Role, empty.Evidence));
    }

    [Fact]
    public async Task A_file_of_missing_cells_has_no_label()
    {
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => UnderstandAsync("a,churn\n" + Lines(row => "NA,")));

        AssertTold(rejected, RejectionReasons.NoLabel, "The label churn is empty in every row", "Fill it in");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(2_000)]
    public async Task Numbers_beyond_a_double_count_as_missing_and_are_told(int distinct)
    {
        var schema = await UnderstandAsync("spend,churn\n" + Lines(
            row => $"{(row == 5 ? "1e400" : row == 7 ? "-1e999" : row == 11 ? "n.v." : row % distinct)},{(row % 3 == 0 ? "yes" : "no")}", rows: 2_000));

        var note = Assert.Single(schema.Notes);
        Assert.Equal((ColumnType.Numeric, DatasetNote.UnreadableNumbers, "spend"), (schema.Columns[0].Type, note.Code, note.Column));
        Assert.StartsWith(distinct == 9 ? "3 cells of the column spend are no numbers and count as missing, the first on line 7." : "3 cells of the column spend", note.Detail);
        Assert.Contains("Mend them", note.Detail);
    }

    [Fact]
    public async Task A_gzip_that_was_cut_off_is_refused() =>
        AssertTold(await Reading.RejectedAsync(Reading.Zip(Encoding.UTF8.GetBytes(Header + Rows))[..^20]), RejectionReasons.TruncatedGzip, "cut off", "upload it again");

    [Fact]
    public async Task A_nested_column_is_refused_by_name()
    {
        var file = new MemoryStream();
        var schema = new ParquetSchema(new DataField<int>("id"), new StructField("home", new DataField<string>("street")));
        await using (await ParquetWriter.CreateAsync(schema, file, cancellationToken: TestContext.Current.CancellationToken))
        {
        }

        AssertTold(await Reading.RejectedAsync(file.ToArray()), RejectionReasons.NestedColumns, "'home'", "(Flatten|columns of their own|Leave)");
    }

    [Fact]
    public async Task Formulas_of_a_workbook_are_read_by_their_value_and_never_written_to_run()
    {
        object?[][] rows =
        [
            ["id", "note", "=cmd|' /C calc'!A0"],
            .. Enumerable.Range(0, 60).Select(row => new object?[] { row, new Workbook.Xml("<c r=\"@\"><f>1+1</f><v>2</v></c>"), "x" }),
            [60, "=1+1", "+cmd", "@sum", "-2+3", "\t=1+1", " =1+1", "＝1+1"],
        ];

        var reading = await Reading.OfAsync(Workbook.Write(("S", rows)));

        Assert.Equal(["0", "2", "x"], reading.Row(0));
        AssertNothingRuns(reading.Quarantine);
        Assert.EndsWith("62,fieldCount,60,'=1+1,'+cmd,'@sum,'-2+3,'=1+1,'=1+1,'＝1+1\r\n", reading.Quarantine);
    }

    [Fact]
    public async Task Formulas_of_a_parquet_file_are_never_written_to_run()
    {
        var bytes = await ParquetFile.WriteAsync(10, ParquetFile.Values<int>("@id", [1, 2]), ParquetFile.Texts("note", ["\t=1+1", "+cmd, \"x\""]));
        var quarantined = new MemoryStream();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult<Stream>(quarantined));

        await DatasetReader.QuarantineRowsAsync(
            new MemoryStream(bytes), new ReadOptions(), new Dictionary<long, string> { [1] = "x", [2] = "x" }, quarantine, TestContext.Current.CancellationToken);

        var text = Encoding.UTF8.GetString(quarantined.ToArray());
        AssertNothingRuns(text);
        Assert.Contains(",'@id,note\r\n1,x,1,", text);
    }

    [Theory]
    [InlineData("=1+1,@sum,+cmd,9\n")]
    [InlineData("\"=1+1\",\"@sum\",\" +cmd\",9\n")]
    [InlineData("＝1+1,＠sum,－cmd,9\n")]
    [InlineData("\t=1+1,\t@sum, -cmd,9\n")]
    public async Task Formulas_of_a_text_file_are_never_written_to_run(string bad)
    {
        var reading = await Reading.OfAsync(Header + Rows + bad);
        var again = await Reading.OfAsync(reading.Quarantine.Replace(",9\r", "\r", StringComparison.Ordinal));

        AssertNothingRuns(reading.Quarantine);
        Assert.All(again.Row(0), cell => Assert.Contains(cell![0], "=@+-＝＠－"));
    }

    [Fact]
    public async Task Spellings_of_a_class_are_one_class()
    {
        string[] spellings = ["Yes", "no", "yes", "no", " YES ", "No"];
        var dataset = (await Reading.OfAsync("visits,churn\n" + Lines(row => $"{row % 9},{spellings[row % 6]}"))).Dataset;

        var schema = SchemaInference.Infer(dataset, new ModelSettings());
        var rows = LabeledRows.Create(dataset, schema.Label, seed: 1);

        Assert.Equal((ModelTask.Binary, "Yes", "no"), (schema.Label.Task, schema.Label.Positive, schema.Label.Negative));
        Assert.Equal(100, rows.TrainLabels.Concat(rows.TestLabels).Count(label => label == 1));
        Assert.Equal(2, schema.Notes.Count(note => note.Code == DatasetNote.MergedSpellings));
    }

    private static void AssertTold(RejectedException rejected, string reason, params string[] patterns)
    {
        Assert.Equal(reason, rejected.Reason);
        Assert.All(patterns, pattern => Assert.Matches(pattern, rejected.Message));
    }

    /// <summary>As a spreadsheet sees it: after quotes, spaces and tabs no cell begins a formula.</summary>
    private static void AssertNothingRuns(string csv) =>
        Assert.All(csv.Split(['\n', ',']), cell => Assert.DoesNotMatch("^[\\s\"]*[=+@＝＋－＠-](?![0-9.]+$)", cell.TrimEnd('\r', '"')));

    private static string Lines(Func<int, string> line, int rows = 200) => string.Concat(Enumerable.Range(0, rows).Select(row => line(row) + "\n"));

    private static async Task<DatasetSchema> UnderstandAsync(string text) =>
        SchemaInference.Infer((await Reading.OfAsync(text)).Dataset, new ModelSettings());
}
