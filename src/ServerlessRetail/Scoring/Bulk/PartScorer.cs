using System.Buffers;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Scoring.Bulk;

/// <summary>Scores one part of a run's file and stages its blocks. Doing it again stages the same blocks again.</summary>
/// <param name="tell">Is told now and then how many bytes of the file have been read.</param>
internal sealed class PartScorer(BulkContent content, BulkPlan plan, ServedModel served, BulkOutput output, Action<long> tell)
{
    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    public async Task ScoreAsync(int part, CancellationToken cancellationToken)
    {
        var writer = new PartWriter(output, part);
        var counts = plan.IsDelimited ? await ScoreTextAsync(part, writer, cancellationToken) : await ScoreTableAsync(writer, cancellationToken);
        await writer.EndAsync(counts, cancellationToken);
    }

    private async Task<CsvCounts> ScoreTextAsync(int part, PartWriter writer, CancellationToken cancellationToken)
    {
        await using var file = plan.Parts.Count == 1
            ? await content.OpenDelimitedAsync(cancellationToken)
            : await content.OpenPartAsync(plan.Parts[part], cancellationToken);
        var scoring = new CsvScoring(served, file.Layout, new CsvOptions(CsvForm.Table, plan.Reasons));
        if (part == 0)
            await writer.WriteAsync(Header(scoring.WriteHeader), cancellationToken);
        return await scoring.ScoreAsync(
            file,
            (scores, token) =>
            {
                tell(file.Rows.StoredBytes);
                return writer.WriteAsync(scores, token);
            },
            cancellationToken);
    }

    private async Task<CsvCounts> ScoreTableAsync(PartWriter writer, CancellationToken cancellationToken)
    {
        await using var table = await content.OpenTableAsync(cancellationToken);
        var rows = new TableRowWriter(served, plan);
        List<(string Reason, long Line)> bad = [];
        table.Bad.Noted = (reason, line) => bad.Add((reason, line));
        await writer.WriteAsync(Header(rows.WriteHeader), cancellationToken);
        var scores = new ArrayBufferWriter<byte>();
        var counts = default(CsvCounts);
        while (await table.ReadAsync(cancellationToken))
        {
            var ofBatch = rows.Write(table.Batch, bad, scores);
            ScoreTelemetry.Count(served.Model, ofBatch.Rows);
            counts += ofBatch;
            bad.Clear();
            tell(table.StoredBytes);
            await writer.WriteAsync(scores.WrittenMemory, cancellationToken);
            scores.ResetWrittenCount();
        }

        return counts;
    }

    /// <summary>With the byte order mark, without which Excel does not take the file for UTF-8.</summary>
    private static ReadOnlyMemory<byte> Header(Action<IBufferWriter<byte>> write)
    {
        var header = new ArrayBufferWriter<byte>();
        header.Write(Mark);
        write(header);
        return header.WrittenMemory;
    }
}
