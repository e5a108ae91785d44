using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using ServerlessRetail.Datasets;
using ServerlessRetail.Scoring;

namespace ServerlessRetail.Tests.Scoring;

public sealed class CsvScoringTests
{
    private static readonly ServedModel[] Models = [.. Enum.GetValues<ModelTask>().Select(CsvSamples.Of)];

    private static readonly string[] Columns = ["customerId", "tenure", "monthly, spend", "=tier", "newsletter", "since", "comment", "email", "Tenure"];

    private static readonly Gen<string> Cell = Gen.OneOf(
        OneOf("", " ", "NA", "no", "keine Angabe", "999", "12", " 7 ", "-3", "1e3", "\"1.234,50\"", "\"55,5\"", "gold", "GOLD", " silver", "iron", "yes", "ja", "maybe"),
        OneOf("17/01/1970", "1970-01-17", "=1+1", "'=x", "@a", "-5", "+7", "＝x", "\"say \"\"hi\"\"\"", "\"two\nlines\"", "\"a,b;c\td\"", "\" \"\"\"", "5\" pipe", "größe", "\u00A0x\u00A0"),
        OneOf("\"open", "\"a\"b", "\u2003", "1,2", "\r"),
        Gen.String[Gen.Char["abc019 -=.ä€"], 0, 12],
        Gen.Int[0, 4_000].Select(size => new string('y', size < 20 ? 4_000 * size : size % 7)));

    private static readonly Gen<string> Csv =
        from delimiter in OneOf(",", ";", "\t", "|")
        from columns in Gen.Int[0, Columns.Length - 1].Array[1, 7]
        from rows in Gen.Int[0, 12].SelectMany(count => Cell.Array[columns.Distinct().Count()].Array[count])
        from ragged in Gen.Int[0, 12]
        from newLine in OneOf("\n", "\r\n")
        let names = columns.Distinct().Select(column => $"\"{Columns[column]}\"").ToList()
        select string.Join(newLine, rows.Select((row, at) => string.Join(delimiter, at == ragged ? row.Append("x") : row)).Prepend(string.Join(delimiter, names)).Append(""));

    private static readonly Gen<CsvOptions> Options = Gen.Select(
        Gen.Int[0, 8], OneOf<double?>(null, 0.1, 0.5, 0.9), Gen.Bool, (reasons, threshold, strict) => new CsvOptions(CsvForm.Answer, reasons, threshold, strict));

    [Fact]
    public async Task A_dirty_file_has_the_answer_of_each_row_alone_as_JSON() =>
        await Gen.Select(Csv, Gen.Int[0, 2], Options).SampleAsync(
            async (csv, model, options) =>
            {
                if (!await RejectedAsync(csv))
                    Assert.Equal(await CsvReference.ScoreAsync(csv, Models[model], options), await CsvScores.ScoreAsync(csv, Models[model], options));
            },
            iter: 600, threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_file_of_many_blocks_has_the_same_answer_however_many_are_scored_at_a_time(int parallelism)
    {
        var csv = Long(rows: 9_000);
        var options = new CsvOptions(CsvForm.Answer, Reasons: 1) { Parallelism = parallelism };

        var scores = await CsvScores.ScoreAsync(new Dribble(Encoding.UTF8.GetBytes(csv), 77_777), Models[0], options);

        Assert.Equal(await CsvReference.ScoreAsync(csv, Models[0], options), scores);
    }

    [Theory]
    [InlineData(CsvForm.Answer)]
    [InlineData(CsvForm.Table)]
    public async Task Parts_of_a_file_give_the_rows_of_the_whole(object form)
    {
        var text = Encoding.UTF8.GetBytes("\uFEFFa title\n" + Long(rows: 3_000));
        var options = new CsvOptions((CsvForm)form, Reasons: 1);
        await using var file = await CsvFile.OpenAsync(new MemoryStream(text), TestContext.Current.CancellationToken);
        var scoring = new CsvScoring(Models[0], file.Layout, options);
        var (whole, parts, counts) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>(), default(CsvCounts));

        var expected = await scoring.ScoreAsync(file, CsvScores.Into(whole), TestContext.Current.CancellationToken);
        var line = file.Layout.FirstLine;
        for (var start = (int)file.Layout.RowsBegin; start < text.Length;)
        {
            // Every row but those with a quoted line feed begins with its number.
            var end = Math.Min(text.Length, start + 30_000);
            while (end < text.Length && !(text[end - 1] == '\n' && text[end] == 'C'))
                end++;
            await using var part = CsvFile.OfPart(new MemoryStream(text, start, end - start), file.Layout, line);
            counts += await scoring.ScoreAsync(part, CsvScores.Into(parts), TestContext.Current.CancellationToken);
            line += text.AsSpan(start, end - start).Count((byte)'\n');
            start = end;
        }

        Assert.True(file.Layout.CanBeSplit);
        Assert.Equal(expected, counts);
        Assert.True(expected.Errors > 0 && expected.Scored > 2_000);
        Assert.Equal(Encoding.UTF8.GetString(whole.WrittenSpan), Encoding.UTF8.GetString(parts.WrittenSpan));
    }

    [Theory]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("iso-8859-1", false)]
    [InlineData("utf-8", true)]
    public async Task Encodings_and_compression_change_nothing(string encoding, bool isCompressed)
    {
        var csv = "customerId,tenure,comment\nÄ-1,10,grün\nÖ-2,20,größer\nÜ-3,x,ß\n";
        var bytes = (byte[])[.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(csv)];
        var options = new CsvOptions(CsvForm.Table);

        var scores = await CsvScores.ScoreAsync(new MemoryStream(isCompressed ? Compress(bytes) : bytes), Models[0], options);

        Assert.Equal(await CsvScores.ScoreAsync(csv, Models[0], options), scores);
        Assert.Contains("Ä-1,10,grün,0123456789ab,0.", scores, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_any_more_is_the_last_row_of_an_answer_and_ends_a_table()
    {
        var packed = Compress(Encoding.UTF8.GetBytes(Long(rows: 9_000)));
        var cut = packed[..^9];

        var answer = await CsvScores.ScoreAsync(new MemoryStream(cut), Models[0], new CsvOptions(CsvForm.Answer));

        Assert.Contains("unreadableCsv: The gzip file was cut off", answer.Split("\r\n")[^2], StringComparison.Ordinal);
        await Assert.ThrowsAsync<RejectedException>(() => CsvScores.ScoreAsync(new MemoryStream(cut), Models[0], new CsvOptions(CsvForm.Table)));
    }

    [Fact]
    public async Task Nothing_is_written_after_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        await using var file = await CsvFile.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(Long(rows: 9_000))), TestContext.Current.CancellationToken);
        var writes = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CsvScoring(Models[0], file.Layout, new CsvOptions(CsvForm.Table)).ScoreAsync(
            file,
            async (_, _) =>
            {
                writes++;
                await stop.CancelAsync();
            },
            stop.Token));

        Assert.Equal(1, writes);
    }

    [Fact]
    public async Task Columns_that_the_model_does_not_know_or_the_file_does_not_have_are_told_once()
    {
        await using var file = await CsvFile.OpenAsync(new MemoryStream("customerId,Tenure,since,email\nC-1,5,1970-01-02,x\n"u8.ToArray()), TestContext.Current.CancellationToken);

        var columns = new CsvColumns(file.Layout, Models[0].Fitted);

        Assert.Equal(
            ["unknownField Tenure", "missingField tenure", "missingField monthly, spend", "missingField =tier", "missingField newsletter", "missingField comment"],
            columns.Warnings.Select(warning => $"{warning.Code} {warning.Column}"));
        Assert.Equal([(2, 4)], columns.Features);
        Assert.Equal(0, columns.IdField);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static async Task<bool> RejectedAsync(string csv)
    {
        try
        {
            await using var file = await CsvFile.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), TestContext.Current.CancellationToken);
            return new CsvColumns(file.Layout, Models[0].Fitted).Features.Length == 0;
        }
        catch (RejectedException)
        {
            return true;
        }
    }

    /// <summary>More than a block, with rows that are bad, quoted line feeds, and cells that are too long.</summary>
    private static string Long(int rows)
    {
        var random = new Random(11);
        var csv = new StringBuilder("customerId,tenure,=tier,comment\n");
        for (var row = 0; row < rows; row++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"C{row},{random.Next(80)},").Append(random.Next(4) switch { 0 => "gold", 1 => "silver", 2 => "=x", _ => "" }).Append(',');
            csv.Append(random.Next(200) switch { 0 => "\"two\n\nlines\"", 1 => "too,many", 2 => "\"never closed", 3 => new string('z', 40_000), 4 => new string('z', 70_000), _ => $"\"some, {random.Next()}\"" }).Append('\n');
            if (random.Next(100) == 0)
                csv.Append("\n,,,\n");
        }

        return csv.ToString();
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Deals bytes out in pieces of a size that fits nothing.</summary>
    private sealed class Dribble(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
