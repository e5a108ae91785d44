using Microsoft.AspNetCore.Http;
using ServerlessRetail.Scoring;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Http;

/// <summary>
/// Newline-delimited JSON: one customer a line. A line that is no JSON, or too long, is told, and the others go on. What has
/// arrived is scored and answered at once, with bounded memory. Stops when the client hangs up.
/// </summary>
internal sealed class LineScores(ServedModel served, ScoreOptions options, Stream content, AnswerForm form, TimeProvider time) : IResult
{
    /// <summary>Bytes of the longest line.</summary>
    public const int MaxLineBytes = 1_000_000;

    public Task ExecuteAsync(HttpContext httpContext) =>
        StreamedAnswer.ExecuteAsync(httpContext, served, form.ContentType, time, WriteAsync);

    private async Task WriteAsync(Stream body, CancellationToken aborted)
    {
        var lines = new LineReader(content, MaxLineBytes);
        var blocks = new ScoredBlocks(served, options);
        var skip = form.HasCommas ? 1 : 0;
        await body.WriteAsync(form.Head, aborted);
        try
        {
            while (await lines.FillAsync(aborted))
            {
                blocks.Begin(lines.Text, form.Writer, form.IsParallel);
                while (lines.TryRead())
                {
                    aborted.ThrowIfCancellationRequested();
                    ReadLine(lines, blocks);
                }

                await blocks.CompleteAsync();
                ScoreTelemetry.Count(served.Model, blocks.Count);
                foreach (var block in blocks.Blocks)
                {
                    await body.WriteAsync(block.Output.WrittenMemory[skip..], aborted);
                    skip = 0;
                }

                if (blocks.Count > 0)
                    await body.FlushAsync(aborted);
            }
        }
        finally
        {
            blocks.Clear();
        }

        await body.WriteAsync(form.Tail, aborted);
    }

    private static void ReadLine(LineReader lines, ScoredBlocks blocks)
    {
        if (lines.IsTooLong)
        {
            blocks.Add(Problems.LineTooLong(MaxLineBytes), lines.Number);
            return;
        }

        var line = lines.Line.Span;
        var mark = lines.Number == 1 && line.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (line[mark..].IndexOfAnyExcept(" \t\r"u8) >= 0)
            blocks.ReadLine(lines.LineStart + mark, line.Length - mark, lines.Number);
    }
}
