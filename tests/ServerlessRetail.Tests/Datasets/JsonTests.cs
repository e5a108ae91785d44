using System.Text;
using System.Text.Json;
using CsCheck;
using ServerlessRetail.Datasets;

namespace ServerlessRetail.Tests.Datasets;

public sealed class JsonTests
{
    private static readonly ReadOptions Tolerant = new() { MaxQuarantinedShare = 0.9, MaxCellBytes = 100 };

    private static readonly string[] Lines =
        ["{\"a\":1}", "{\"a\":[1]}", "{\"b\":\"x\"}", "", "{", "{\"a\":1}{\"a\":2}", "nonsense", "{}", "  "];

    private static readonly Gen<string?> Text = Gen.OneOf(
        Gen.String[Gen.Char["abXY019 ,\"\\/\n\t{}[]:ä€\u0001"], 0, 12].Select(text => (string?)text),
        Gen.Const((string?)null));

    [Fact]
    public async Task Every_key_is_a_column_from_its_first_row_on()
    {
        var reading = await Reading.OfAsync("{\"id\":1,\"city\":\"Bonn\"}\n{\"city\":\"Köln\",\"id\":2,\"vip\":true}\n\n{\"id\":3.50,\"vip\":null}\n");

        Assert.Equal(["id", "city", "vip"], reading.Dataset.Columns.Select(column => column.Name));
        Assert.Equal([["1", "Bonn", null], ["2", "Köln", "true"], ["3.50", null, null]], reading.Rows());
        Assert.Equal(DatasetFormats.Ndjson, reading.Dataset.Source.Format);
        Assert.Equal(1, reading.Dataset.EmptyRowCount);
        Assert.Equal(4, reading.Dataset.GetLine(2));
    }

    [Theory]
    [InlineData("[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]")]
    [InlineData("[\n  {\n    \"a\": 1,\n    \"b\": \"x\"\n  },\n  { \"a\": 2, \"b\": \"y\" }\n]\n")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n{\n  \"a\": 2,\n  \"b\": \"y\"\n}")]
    [InlineData("\uFEFF [ {\"a\":1,\"b\":\"\\u0078\"} , {\"b\":\"y\",\"a\":2} ]")]
    public async Task Objects_may_stand_in_an_array_or_span_lines(string json)
    {
        var reading = await Reading.OfAsync(json);

        Assert.Equal([["1", "x"], ["2", "y"]], reading.Rows());
        Assert.Equal(DatasetFormats.Json, reading.Dataset.Source.Format);
        Assert.Empty(reading.Dataset.Notes);
    }

    [Fact]
    public async Task Bad_rows_go_to_quarantine_with_their_text()
    {
        var reading = await Reading.OfAsync(
            "{\"a\":1}\n{\"a\":[1]}\n{\"a\":2,}\n{\"a\":3}\n=1\n{\"a\":4,\"a\":5}\n{\"a\":\"" + new string('x', 101) + "\"}\n", Tolerant);

        Assert.Equal([["1"], ["3"]], reading.Rows());
        Assert.StartsWith(
            "\uFEFFquarantine_line,quarantine_reason,quarantine_json\r\n"
            + "2,nestedValue,\"{\"\"a\"\":[1]}\"\r\n3,brokenJson,\"{\"\"a\"\":2,}\"\r\n5,brokenJson,'=1\r\n6,brokenJson,\"{\"\"a\"\":4,\"\"a\"\":5}\"\r\n7,cellTooLong,",
            reading.Quarantine,
            StringComparison.Ordinal);
        Assert.Equal(3, reading.Counts[QuarantineReasons.BrokenJson]);
        Assert.Equal(5, reading.Dataset.QuarantinedCount);
    }

    [Fact]
    public async Task A_mended_quarantine_file_is_read_like_the_original()
    {
        var first = await Reading.OfAsync("{\"a\":1,\"b\":\"=x,=y\"}\n{\"a\":[2],\"b\":\"=x,=y\"}\n{\"a\":{},\"b\":\"z\"}\n", Tolerant);
        var mended = first.Quarantine.Replace("[2]", "2", StringComparison.Ordinal);

        var again = await Reading.OfAsync(mended, Tolerant);

        Assert.Equal([["2", "=x,=y"]], again.Rows());
        Assert.Equal("\uFEFFquarantine_line,quarantine_reason,quarantine_json\r\n3,nestedValue,\"{\"\"a\"\":{},\"\"b\"\":\"\"z\"\"}\"\r\n", again.Quarantine);
    }

    [Fact]
    public async Task A_broken_element_of_an_array_costs_that_element()
    {
        var reading = await Reading.OfAsync("[{\"a\":1},\n{\"a\":\"x\n},\n{\"a\":3},\n{\"a\" 4},{\"a\":5}]", Tolerant);

        Assert.Equal([["1"], ["3"], ["5"]], reading.Rows());
        Assert.Equal(2, reading.Counts[QuarantineReasons.BrokenJson]);
        Assert.Equal(4, reading.Dataset.GetLine(1));
    }

    [Fact]
    public async Task An_array_that_is_cut_off_is_told()
    {
        var reading = await Reading.OfAsync("[{\"a\":1},{\"a\":2},\n");

        Assert.Equal(2, reading.Dataset.RowCount);
        Assert.Contains(reading.Dataset.Notes, note => note.Code == DatasetNote.UnclosedArray);
    }

    [Fact]
    public async Task Nested_values_everywhere_are_a_rejection_with_a_remedy()
    {
        var rejected = await Reading.RejectedAsync("{\"a\":{\"b\":1}}\n{\"a\":{\"b\":2}}\n");

        Assert.Equal(RejectionReasons.TooManyBadRows, rejected.Reason);
        Assert.Contains("columns of their own", rejected.Message);
    }

    [Fact]
    public async Task Too_many_keys_are_too_many_columns()
    {
        var rows = string.Concat(Enumerable.Range(0, 2_001).Select(i => $"{{\"key{i}\":1}}\n"));

        Assert.Equal(RejectionReasons.TooManyColumns, (await Reading.RejectedAsync(rows)).Reason);
    }

    [Fact]
    public async Task Rows_can_be_quarantined_after_reading()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"a\":1}\n{\"a\":2,\"b\":\"x\"}\n");
        var destination = new MemoryStream();
        await using var quarantine = new QuarantineWriter(_ => Task.FromResult<Stream>(destination));

        await DatasetReader.QuarantineRowsAsync(
            new MemoryStream(bytes), Tolerant, new Dictionary<long, string> { [2] = "noLabel" }, quarantine, TestContext.Current.CancellationToken);

        Assert.EndsWith("\r\n2,noLabel,\"{\"\"a\"\":2,\"\"b\"\":\"\"x\"\"}\"\r\n", Encoding.UTF8.GetString(destination.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_table_is_read_as_it_was() =>
        Gen.Select(Text.Array[3].Array[1, 30], Gen.Int[0, 2], Gen.Bool).Sample(
            (table, layout, zips) =>
            {
                var bytes = Write(table, layout);
                var expected = table.Select(row => row.Select(Normal).ToArray()).Where(row => row.Any(cell => cell is not null)).ToArray();

                var (reading, rejected) = Reading.Try(zips ? Reading.Zip(bytes) : bytes);

                return rejected is null
                    ? reading!.Rows().Zip(expected).All(pair => pair.First.SequenceEqual(pair.Second))
                        && reading.Dataset.QuarantinedCount == 0
                        && reading.Dataset.RowCount + reading.Dataset.EmptyRowCount == table.Length
                    : table.All(row => row.All(cell => CellText.Trim(cell.AsSpan()).IsEmpty)) && rejected.Reason == RejectionReasons.NoRows;
            },
            iter: 1_000);

    [Fact]
    public void Every_line_is_kept_quarantined_or_empty() =>
        Gen.Int[0, Lines.Length - 1].Select(i => Lines[i]).Array[1, 40].Sample(
            lines =>
            {
                var (reading, _) = Reading.Try(Encoding.UTF8.GetBytes("{\"a\":0}\n" + string.Join('\n', lines) + "\n"));
                return reading!.Dataset.RowCount + reading.Dataset.QuarantinedCount + reading.Dataset.EmptyRowCount == lines.Length + 1;
            },
            iter: 1_000);

    private static byte[] Write(string?[][] table, int layout)
    {
        var output = new MemoryStream();
        var options = new JsonWriterOptions { Indented = layout == 2, SkipValidation = true };
        using (var writer = new Utf8JsonWriter(output, options))
        {
            if (layout > 0)
                writer.WriteStartArray();
            foreach (var row in table)
            {
                writer.WriteStartObject();
                for (var i = 0; i < row.Length; i++)
                    writer.WriteString($"name{i}", row[i]);
                writer.WriteEndObject();
                if (layout > 0)
                    continue;
                writer.Flush();
                writer.Reset();
                output.WriteByte((byte)'\n');
            }

            if (layout > 0)
                writer.WriteEndArray();
        }

        return output.ToArray();
    }

    private static string? Normal(string? cell) =>
        CellText.Default.IsMissing(cell) ? null : CellText.Trim(cell.AsSpan()).ToString();
}
