using System.Buffers;
using System.Text;
using System.Threading.Channels;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;
using ServerlessRetail.Telemetry;

namespace ServerlessRetail.Scoring;

/// <summary>
/// Scores the rows of a CSV file, or of parts of it: blocks of rows side by side, written in order, in as much memory as
/// the blocks at work take, whatever the length of the file. What is written depends on nothing but file and model. One for
/// each file; safe for many threads, with one part each.
/// </summary>
internal sealed class CsvScoring
{
    private readonly ServedModel _served;
    private readonly CsvLayout _layout;
    private readonly CsvOptions _options;
    private readonly CsvScoreColumns _scores;

    public CsvScoring(ServedModel served, CsvLayout layout, CsvOptions options)
    {
        (_served, _layout, _options) = (served, layout, options);
        Columns = new CsvColumns(layout, served.Fitted);
        _scores = new CsvScoreColumns(served, options.Reasons, layout.Delimiter, options.Form == CsvForm.Table ? layout.Names : []);
    }

    /// <summary>What the file's columns are to the model.</summary>
    public CsvColumns Columns { get; }

    /// <summary>Writes the first row: the columns' names.</summary>
    public void WriteHeader(IBufferWriter<byte> output)
    {
        var cells = new CsvCellWriter(output, _layout.Delimiter);
        if (_options.Form == CsvForm.Answer)
            cells.WriteText(Encoding.UTF8.GetBytes(Columns.IdField is null ? "line" : _served.Fitted.Description.Id!));
        else
        {
            foreach (var name in _layout.Names)
                cells.WriteText(Encoding.UTF8.GetBytes(name));
        }

        _scores.WriteNames(ref cells);
        cells.Flush();
    }

    /// <summary>Scores all rows that are left of a file or a part of one.</summary>
    /// <param name="file">Open at its rows; has the layout of this scoring.</param>
    /// <param name="write">Takes the scores, in the order of the rows; may use the bytes until its task ends. Without a header.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <exception cref="RejectedException">The file cannot be read any further (<see cref="CsvForm.Table"/>).</exception>
    public async Task<CsvCounts> ScoreAsync(
        CsvFile file, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var free = Channel.CreateUnbounded<CsvBlock>();
        var ordered = Channel.CreateUnbounded<CsvBlock>();

        // One is read or written while the others are scored.
        for (var i = 0; i <= _options.Parallelism; i++)
            free.Writer.TryWrite(new CsvBlock());
        var reading = Task.Run(() => ReadAsync(file, free.Reader, ordered.Writer, stop.Token), CancellationToken.None);
        try
        {
            var counts = default(CsvCounts);
            await foreach (var block in ordered.Reader.ReadAllAsync(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var ofBlock = await block.Scoring;
                await write(block.Output.WrittenMemory, cancellationToken);
                ScoreTelemetry.Count(_served.Model, ofBlock.Rows);
                counts += ofBlock;
                free.Writer.TryWrite(block);
            }

            return counts;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>Reads blocks and has them scored; ends the channel with what goes wrong.</summary>
    private async Task ReadAsync(CsvFile file, ChannelReader<CsvBlock> free, ChannelWriter<CsvBlock> ordered, CancellationToken cancellationToken)
    {
        try
        {
            // A scorer holds the room for rows on their way; as many of them are at work as there are blocks.
            var scorers = new Dictionary<CsvBlock, CsvRowScorer>();
            bool goesOn;
            do
            {
                var block = await free.ReadAsync(cancellationToken);
                goesOn = await ReadAsync(file, block, cancellationToken);
                if (!scorers.TryGetValue(block, out var scorer))
                    scorers.Add(block, scorer = new CsvRowScorer(_served, _layout, Columns, _scores, _options));
                block.Scoring = Task.Run(() => scorer.Score(block), CancellationToken.None);
                ordered.TryWrite(block);
            }
            while (goesOn);
            ordered.Complete();
        }
        catch (Exception exception)
        {
            ordered.Complete(exception);
        }
    }

    private async ValueTask<bool> ReadAsync(CsvFile file, CsvBlock block, CancellationToken cancellationToken)
    {
        block.Clear();
        file.Rows.Bad.Noted = (reason, line) => block.Bad.Add((reason, line));
        try
        {
            var goesOn = await file.Rows.ReadAsync(cancellationToken);
            block.Rows = file.Rows.Take(block.Rows);
            return goesOn;
        }
        catch (RejectedException exception) when (_options.Form == CsvForm.Answer)
        {
            block.Broken = Problems.UnreadableCsv(exception.Message);
            block.Rows.Clear(block.Rows.Buffer, columns: 0);
            return false;
        }
    }
}
