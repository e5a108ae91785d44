using System.Buffers;
using ServerlessRetail.Datasets;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>Some rows of a file and their scores; used again for later rows.</summary>
internal sealed class CsvBlock
{
    public RowBatch Rows { get; set; } = new();

    /// <summary>Rows that cannot be read, in order, with the line on which each begins.</summary>
    public List<(string Reason, long Line)> Bad { get; } = [];

    /// <summary>Why the file cannot be read any further; null: it can.</summary>
    public Problem? Broken { get; set; }

    /// <summary>Has the scores when <see cref="Scoring"/> is over.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new(256 * 1024);

    public Task<CsvCounts> Scoring { get; set; } = Task.FromResult(default(CsvCounts));

    public void Clear()
    {
        Bad.Clear();
        Broken = null;
        Output.ResetWrittenCount();
    }
}
